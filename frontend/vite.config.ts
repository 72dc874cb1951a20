/// <reference types="vitest/config" />
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.HEFU_API ?? "http://localhost:8080";
const forward = { target: server, changeOrigin: false };

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    // Inline data: addresses and the preload polyfill would both need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome111", "safari16.4"],
    cssTarget: ["chrome107", "safari15.6"],
  },
  server: {
    host: "127.0.0.1",
    // Host and Origin stay as the browser sent them, so that cookies and the CSRF check agree with the page.
    proxy: { "/api": forward, "/auth": forward },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/shared/testing/setup.ts"],
    restoreMocks: true,
    testTimeout: 30_000, // a bound on what hangs, not on how fast a busy machine is
  },
});
