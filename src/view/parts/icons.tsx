import type { ReactNode } from "react";

/** The few icons of inputs, drawn in the colour of the text around them. */

function Icon({ children, className = "size-4" }: { children: ReactNode; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      {children}
    </svg>
  );
}

export const CrossIcon = ({ className }: { className?: string }) => (
  <Icon {...(className !== undefined && { className })}>
    <path d="M4 4l8 8M12 4l-8 8" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="M4 6l4 4 4-4" />
  </Icon>
);

export const CheckIcon = ({ className }: { className?: string }) => (
  <Icon {...(className !== undefined && { className })}>
    <path d="M3.5 8.5l3 3 6-7" />
  </Icon>
);

export const MinusIcon = () => (
  <Icon className="size-3.5">
    <path d="M3.5 8h9" />
  </Icon>
);

export const PlusIcon = () => (
  <Icon className="size-3.5">
    <path d="M3.5 8h9M8 3.5v9" />
  </Icon>
);

export const UploadIcon = () => (
  <Icon>
    <path d="M8 10.5V3M5 5.5L8 2.5l3 3M2.5 10.5v2a1 1 0 001 1h9a1 1 0 001-1v-2" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M4 2h5l3.5 3.5V13a1 1 0 01-1 1H4a1 1 0 01-1-1V3a1 1 0 011-1zM9 2v3.5h3.5" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4" />
    <path d="M10 10l3.5 3.5" />
  </Icon>
);
