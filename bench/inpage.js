// What the bench runs inside a page: wait for a paint, time a switch, count frames, read colours.
window.benchTools = (() => {
  const MARK = "choropleth-painted";

  // Time of the first mark at or after `since`, in ms since the navigation began.
  const painted = (since, timeout) =>
    new Promise((resolve, reject) => {
      const observer = new PerformanceObserver((list) => {
        const entry = list.getEntries().find(({ name, startTime }) => name === MARK && startTime >= since);
        if (entry) done(() => resolve(entry.startTime));
      });
      const timer = setTimeout(() => done(() => reject(new Error(`no ${MARK} within ${timeout} ms`))), timeout);
      const done = (end) => {
        observer.disconnect();
        clearTimeout(timer);
        end();
      };
      observer.observe({ type: "mark", buffered: true });
    });

  // Begin at a random moment of a frame, as a click does.
  const timeSwitch = async (id, timeout) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 17));
    const start = performance.now();
    window.benchSwitch(id);
    return (await painted(start, timeout)) - start;
  };

  let frames = [];
  let counting = false;
  const startFrames = () => {
    frames = [];
    counting = true;
    const next = (time) => {
      if (!counting) return;
      frames.push(time);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  };
  const stopFrames = () => {
    counting = false;
    return frames;
  };

  const marks = () => performance.getEntriesByName(MARK).length;

  const pixels = async (png, { x, y, width, height }) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(x, y, width, height).data;
  };

  // Share of the area `box` per colour, the most frequent first.
  const colours = async (png, box) => {
    const data = await pixels(png, box);
    const counts = new Map();
    for (let i = 0; i < data.length; i += 4) {
      const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const hex = (key) => `#${key.toString(16).padStart(6, "0")}`;
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 40).map(([key, n]) => [hex(key), (4 * n) / data.length]);
  };

  // Share of the pixels in `box` that differ visibly between two screenshots.
  const changed = async (before, after, box) => {
    const [a, b] = [await pixels(before, box), await pixels(after, box)];
    let count = 0;
    for (let i = 0; i < a.length; i += 4) {
      const far = Math.max(Math.abs(a[i] - b[i]), Math.abs(a[i + 1] - b[i + 1]), Math.abs(a[i + 2] - b[i + 2]));
      if (far > 10) count += 1;
    }
    return (4 * count) / a.length;
  };

  // When the map that follows a first picture takes over, in ms since the navigation began; 0 if none does.
  const answers = () => performance.getEntriesByName("map-answers").map(({ startTime }) => startTime)[0] ?? 0;

  // Bytes of outlines and borders that were fetched.
  const geometry = () => performance.getEntriesByType("resource")
    .filter(({ name }) => /\/d\/\w+\/(geometry|borders)/.test(name))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);

  return { answers, geometry, painted, timeSwitch, startFrames, stopFrames, marks, colours, changed };
})();
