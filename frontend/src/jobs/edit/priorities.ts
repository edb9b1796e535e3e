/** The priorities of jobs, the highest first. */
export const priorities = [
  { value: 2, name: "Highest" },
  { value: 1, name: "High" },
  { value: 0, name: "Normal" },
  { value: -1, name: "Low" },
  { value: -2, name: "Lowest" },
];

export function priorityName(priority: number): string {
  return priorities.find(({ value }) => value === priority)?.name ?? String(priority);
}
