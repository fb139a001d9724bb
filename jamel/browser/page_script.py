"""What runs in every document before the app's first script: seeded randomness, and one door closed.

It has no URL, so it is never counted as the app's code.
"""

from __future__ import annotations

SCRIPT = """(() => {
  const stream = start => {
    let state = start >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  };
  const next = stream(SEED), nextByte = stream(~SEED);
  Math.random = function random() { return next(); };
  const fill = Crypto.prototype.getRandomValues;
  Crypto.prototype.getRandomValues = function getRandomValues(array) {
    fill.call(this, array);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = nextByte() * 256;
    return array;
  };
  if (Crypto.prototype.randomUUID) Crypto.prototype.randomUUID = function randomUUID() {
    const hex = Array.from({length: 32}, () => Math.floor(nextByte() * 16).toString(16));
    hex[12] = '4';
    hex[16] = '89ab'[Math.floor(nextByte() * 4)];
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
  delete window.RTCPeerConnection;
  delete window.webkitRTCPeerConnection;
})();"""
"""Mulberry32, one stream for ``Math.random`` and one for ``crypto``. WebRTC goes: it asks neither the resolver nor the
request routing, and its TURN over TCP reached a neighbour's port."""


def page_script(seed: int) -> str:
    return SCRIPT.replace("SEED", str(seed % 2**32))
