import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { EmptyState } from "../../components/EmptyState";
import { PageTitle } from "../../components/PageTitle";
import "../../styles/accounts.css";
import { meQuery } from "../session";
import { receiverOf } from "./commandReceiver";
import { NewKeyForm } from "./NewKeyForm";

/** Opened by `isograd login --browser`: gives the command on this computer a key, if the user allows it. */
export function AllowCommandPage() {
  const [parameters] = useSearchParams();
  const me = useQuery(meQuery()).data;
  const [isSent, setSent] = useState(false);
  const receiver = receiverOf(parameters);
  if (receiver === null) {
    return (
      <EmptyState title="This address is incomplete" isPage>
        <p>Run <code>isograd login --browser</code> again, and open the address that it prints.</p>
      </EmptyState>
    );
  }
  if (me && !me.scopes.includes("admin")) {
    return (
      <EmptyState title="Only admins create keys" isPage>
        <p>Ask an admin of the project {me.project.name} for a key, and run <code>isograd login</code> with it.</p>
      </EmptyState>
    );
  }
  return (
    <div className="narrow">
      <PageTitle title="Allow the command on this computer" />
      <p>
        The program <code>isograd</code> on this computer asks for a key. It acts for your account in the project{" "}
        <bdi>{me?.project.name}</bdi>. Allow it only if you have just run <code>isograd login --browser</code>.
      </p>
      <section className="panel">
        {isSent ? (
          <p role="status">The key was given to the command. If no other page opens, the command has ended: revoke the key, then run the command again.</p>
        ) : (
          <NewKeyForm
            initialName={receiver.name} action="Allow"
            onCreated={(key) => {
              setSent(true);
              window.location.replace(receiver.address(key.key ?? ""));
            }}
          />
        )}
      </section>
    </div>
  );
}
