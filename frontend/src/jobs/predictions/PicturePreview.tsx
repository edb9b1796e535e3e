import { useEffect, useRef, useState } from "react";

const longest = 320;

/** Draws a picture of the user's. A canvas, because the content security policy of the page allows images from the server only. */
export function PicturePreview({ file }: { file: Blob }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    let isOld = false;
    createImageBitmap(file).then(
      (bitmap) => {
        setBroken(false);
        if (!isOld && canvas.current) draw(bitmap, canvas.current);
        bitmap.close();
      },
      () => { setBroken(true); },
    );
    return () => { isOld = true; };
  }, [file]);
  return (
    <>
      <canvas ref={canvas} className="try-picture" role="img" aria-label="The picture you chose" hidden={isBroken} />
      {isBroken && <p className="muted">This browser cannot show the picture.</p>}
    </>
  );
}

/** Small pictures are enlarged by whole pixels, so that one sees them as the network does. */
function draw(bitmap: ImageBitmap, canvas: HTMLCanvasElement): void {
  const side = Math.max(bitmap.width, bitmap.height);
  const scale = side > longest ? longest / side : Math.max(1, Math.floor(longest / 2 / side));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}
