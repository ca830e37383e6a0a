interface BlobImageProps {
  readonly picture: Blob;
}

/** A picture that is in memory. Decoration: whoever shows it names it. */
export function BlobImage({ picture }: BlobImageProps) {
  function show(image: HTMLImageElement) {
    const address = URL.createObjectURL(picture);
    image.src = address;
    return () => {
      URL.revokeObjectURL(address);
    };
  }
  return <img ref={show} alt="" draggable={false} />;
}
