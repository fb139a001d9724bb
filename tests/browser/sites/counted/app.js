function choose(isYes) {
  if (isYes) {
    return remember('yes');
  }
  return remember('no');
}
document.getElementById('twice').addEventListener('click', function twice() { inlineOne(); inlineTwo(); });
