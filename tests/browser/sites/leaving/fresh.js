function ranFresh() { location.href = 'second.html'; }
ranFresh();
