import { ErrorMessage } from "./ErrorMessage";
import { PageTitle } from "./PageTitle";

interface Props {
  title: string;
  error: Error;
  retry: () => void;
}

/** The whole page of something that could not be loaded. */
export function PageError({ title, error, retry }: Props) {
  return (
    <>
      <PageTitle title={title} />
      <ErrorMessage error={error} retry={retry} />
    </>
  );
}
