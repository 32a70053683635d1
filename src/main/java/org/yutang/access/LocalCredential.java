package org.yutang.access;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// The secret by which the verbs of the command line act as a named account on the server of the
/// same machine. New with each start; the launcher writes it into a file that only its owner reads.
/// No good through any proxy or from another machine.
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

  /// @param accountName blank for the administrator of the world, where there is only one Refuses
  ///   with [AccessRefusal#INVALID_TOKEN], [AccessRefusal#UNKNOWN_ACCOUNT] or
  ///   [AccessRefusal#ACCOUNT_NOT_NAMED].
  public Actor actor(String credential, String accountName, Peer peer) {
    if (!peer.local() || !Secrets.same(credential, value))
      throw new Refusal(AccessRefusal.INVALID_TOKEN);
    if (accountName.isBlank()) return onlyAdministrator();
    Account account =
        accounts.find(accountName).orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ACCOUNT));
    return access.actor(account.id());
  }

  private Actor onlyAdministrator() {
    Grant wanted = new Grant(Role.ADMINISTRATOR, PlaceCode.WORLD);
    List<Account> administrators =
        accounts.list(Actor.SYSTEM, "", false, new Page.Wanted(1, Page.MAX_SIZE)).items().stream()
            .filter(
                account -> account.grants().stream().anyMatch(held -> held.grant().equals(wanted)))
            .toList();
    if (administrators.size() == 1) return access.actor(administrators.getFirst().id());
    String names = administrators.stream().map(Account::name).collect(Collectors.joining(", "));
    throw new Refusal(
        AccessRefusal.ACCOUNT_NOT_NAMED, Map.of("names", names.isEmpty() ? "–" : names));
  }
}
