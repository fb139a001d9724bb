"""The browser: Chromium, what it shows, what it is told to do, what ran in it, and the static server beside it."""
