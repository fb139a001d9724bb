function renamed() { return 1; }
renamed();
//# sourceURL=webpack:///renamed.js
