import { imported } from "./imported.js";

imported();
