function opened() { return 'opened'; }
opened();
document.getElementById('work').addEventListener('click', function work() { if (window.never) { opened(); opened(); } });
document.getElementById('end').addEventListener('click', function end() { window.close(); });
