function inFrame() { return 1; }
inFrame();
