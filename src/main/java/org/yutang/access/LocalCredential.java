package org.yutang.access;

import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// The secret by which the verbs of the command line act as a named account on the server of the same machine. New with each
/// start; the launcher writes it into a file that only its owner reads. No good through any proxy or from another machine.
@Component
public class LocalCredential {

  private final String value = Secrets.random("yl_");
  private final Accounts accounts;
  private final Access access;

  LocalCredential(Accounts accounts, Access access) {
    this.accounts = accounts;
    this.access = access;
  }

  /// What goes into the file, and after `Bearer` from there.
  public String value() {
    return value;
  }

  /// Whether this is meant to be such a credential rather than a token.
  public static boolean isForm(String credential) {
    return credential.startsWith("yl_");
  }

  /// Refuses with [AccessRefusal#INVALID_TOKEN] or [AccessRefusal#UNKNOWN_ACCOUNT].
  public Actor actor(String credential, String accountName, Peer peer) {
    if (!peer.local() || !Secrets.same(credential, value)) throw new Refusal(AccessRefusal.INVALID_TOKEN);
    Account account = accounts.find(accountName).orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ACCOUNT));
    return access.actor(account.id());
  }
}
