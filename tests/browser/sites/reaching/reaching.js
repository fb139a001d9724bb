// Tries each way out of the app towards the URL in the field, and says which of them arrived.
const target = document.querySelector('input');
const loads = (element, url) => new Promise(resolve => {
  element.onload = () => resolve(true);
  element.onerror = () => resolve(false);
  element.src = url;
  document.body.append(element);
});
const socketOpens = url => new Promise(resolve => {
  const socket = new WebSocket(url.replace(/^\w+:/, 'ws:'));
  let opened = false;
  socket.onopen = () => { opened = true; };
  socket.onmessage = () => resolve(true);
  socket.onerror = socket.onclose = () => resolve(false);
  setTimeout(() => resolve(opened && socket.readyState === 1), 200);
});
const ways = {
  fetch: async url => { await fetch(url, {mode: 'no-cors'}); return true; },
  image: url => loads(new Image(), url),
  script: url => loads(document.createElement('script'), url),
  socket: async url => (url.startsWith('file') ? false : socketOpens(url)),
  beacon: async url => { navigator.sendBeacon(url); return false; },
  worker: async url => {
    const text = `fetch(${JSON.stringify(url)}, {mode: 'no-cors'}).then(() => postMessage(true), () => postMessage(false))`;
    const worker = new Worker(URL.createObjectURL(new Blob([text])));
    return new Promise(resolve => { worker.onmessage = event => resolve(event.data); worker.onerror = () => resolve(false); });
  },
};
const dialWebRtc = url => {
  const place = url.replace(/^\w+:\/\//, '').replace(/\/.*/, '');
  const servers = [{urls: `turn:${place}?transport=tcp`, username: 'u', credential: 'c'}, {urls: `stun:${place}`}];
  const peer = new RTCPeerConnection({iceServers: servers});
  peer.createDataChannel('x');
  peer.createOffer().then(offer => peer.setLocalDescription(offer));
};
document.querySelector('#go').onclick = async () => {
  try { dialWebRtc(target.value); } catch { /* not an address, or switched off */ }
  const arrived = [];
  for (const [name, way] of Object.entries(ways)) {
    if (await way(target.value).catch(() => false)) arrived.push(name);
  }
  document.querySelector('#said').textContent = `arrived: ${arrived.join(' ') || 'none'}`;
  const frame = document.createElement('iframe');
  frame.src = target.value;
  document.body.append(frame);
  location.href = target.value;
};
