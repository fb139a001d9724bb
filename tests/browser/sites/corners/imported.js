export function imported() { return 1; }
