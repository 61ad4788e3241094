/** Turns bitmaps into JPEG files away from the page's own thread. */
self.onmessage = async ({ data: { ticket, bitmap, quality } }) => {
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    const file = await canvas.convertToBlob({ type: "image/jpeg", quality });
    const encoded = await file.arrayBuffer();
    self.postMessage({ ticket, encoded }, [encoded]);
  } catch (error) {
    self.postMessage({ ticket, failure: String(error) });
  }
};
