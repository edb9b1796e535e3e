const paths = {
  sun: "M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
  moon: "M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z",
  plus: "M8 3v10M3 8h10",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3.2v9.6L12.5 8 5 3.2Z",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8v-8Z",
  check: "M3 8.5l3.3 3.3L13 4.8",
  search: "M11 11l3 3M12 7.2a4.8 4.8 0 1 1-9.6 0 4.8 4.8 0 0 1 9.6 0Z",
  download: "M8 2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11",
  warning: "M8 2 1.6 13.4h12.8L8 2ZM8 6.4v3.4M8 11.6v.2",
  more: "M3.4 8h.2M7.9 8h.2M12.4 8h.2",
  pin: "M5.5 2.5h5l-.7 4 2.2 2.5h-8l2.2-2.5-.7-4ZM8 9v4.5",
  fork: "M4 2.5v11M4 9.5c0-3 8-2 8-7",
  retry: "M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3",
  close: "M4 4l8 8M12 4l-8 8",
  back: "M9.8 3.2 5 8l4.8 4.8",
} as const;

/** A 16 px line icon. It has no accessible name, so the element around it must have one. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
