function mapped() { return 1; }
mapped();
//# sourceMappingURL=mapped.js.map
