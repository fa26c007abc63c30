/** Makes all icons from one drawing: `npm run icons` writes them into its folder. They are committed. */
import { defineConfig } from "@vite-pwa/assets-generator/config";

const ground = "#f2be8a";

export default defineConfig({
  images: ["src/public/icon.svg"],
  headLinkOptions: { preset: "2023" },
  preset: {
    transparent: { sizes: [192, 512], padding: 0.04, favicons: [[48, "favicon.ico"]] },
    maskable: { sizes: [512], padding: 0.3, resizeOptions: { background: ground } },
    apple: { sizes: [180], padding: 0.18, resizeOptions: { background: ground } },
  },
});
