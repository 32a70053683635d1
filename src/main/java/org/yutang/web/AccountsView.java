package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yutang.access.Account;
import org.yutang.access.Tokens;
import org.yutang.kernel.Page;

/// Accounts: the list, one of them, one's own.
public final class AccountsView {

  private AccountsView() {}

  /// @param places names by code
  public record Listed(Page<Account> accounts, Map<String, String> places, String sort) {
    public Listed {
      places = Map.copyOf(places);
    }
  }

  /// What was typed into the form for a new account, and what is wrong with it.
  public record Fresh(
      String key, String name, String displayName, String home, String problem, String field) {
    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }
  }

  /// @param own whether it is the reader's own account
  /// @param manages whether all of it is the reader's to manage: password, tokens, closing
  /// @param managed the codes of its places where the reader gives and takes roles
  /// @param issued a token that was made just now; shown only this once
  /// @param place what was typed into the form named by `field`'s prefix
  public record One(
      Account account,
      boolean own,
      boolean manages,
      Set<String> managed,
      List<Tokens.Token> tokens,
      Optional<Tokens.Issued> issued,
      Map<String, String> places,
      String tokenKey,
      String place,
      String problem,
      String field) {
    public One {
      managed = Set.copyOf(managed);
      tokens = List.copyOf(tokens);
      places = Map.copyOf(places);
    }

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }
  }
}
