package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.market.FileImport;
import org.yutang.market.HookEvent;
import org.yutang.market.Hooks;
import org.yutang.market.Shop;

/// What the pages for files and webhooks of a shop show.
public final class ShopConnectView {

  private ShopConnectView() {}

  /// @param told a new webhook with its secret, shown this once
  /// @param result what came of a file, or would come of it
  /// @param file digest of the file that was looked at, to be taken in now
  public record Page(
      ShopView.Tabs tabs,
      Shop shop,
      List<Hooks.Hook> hooks,
      List<FileImport> imports,
      boolean run,
      Optional<Hooks.Told> told,
      Optional<FileImport> result,
      String file,
      MerchantView.Form form) {
    public Page {
      hooks = List.copyOf(hooks);
      imports = List.copyOf(imports);
    }
  }

  public record One(
      ShopView.Tabs tabs,
      Shop shop,
      Hooks.Hook hook,
      List<Hooks.Message> messages,
      boolean run,
      Optional<Hooks.Told> told) {
    public One {
      messages = List.copyOf(messages);
    }
  }

  /// Rows by kind.
  public static Map<String, Object> counts(FileImport done) {
    return Map.of("fresh", done.fresh(), "known", done.known(), "refused", done.refused());
  }

  /// Such as `订单已付款`.
  public static String name(Screen s, HookEvent event) {
    return s.name("market.hook.event", event);
  }

  public static String reason(Screen s, FileImport.Bad bad) {
    return s.orElse("market.file." + bad.code(), bad.code());
  }
}
