const emoji = '😀𝒳中文';
function remember(x) { return emoji + x; }
function neverCalled() { return 'never'; }
