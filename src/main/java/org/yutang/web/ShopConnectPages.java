package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.Cells;
import org.yutang.kernel.Refusal;
import org.yutang.market.Elsewhere;
import org.yutang.market.FileImport;
import org.yutang.market.HookEvent;
import org.yutang.market.Hooks;
import org.yutang.market.MarketRefusal;
import org.yutang.market.ProductFiles;
import org.yutang.market.Shop;
import org.yutang.store.FileStore;

/// Files of a shop that go in and out, and its webhooks.
@Controller
class ShopConnectPages {

  private static final long MAX_FILE_BYTES = 16L << 20;
  private static final int LONGEST_MAPPING = 20_000;
  private static final Set<Integer> NUMBERS = Set.of(12, 13, 15);

  private final ShopScenes scenes;
  private final Hooks hooks;
  private final Elsewhere elsewhere;
  private final ProductFiles products;
  private final FileStore files;
  private final ShippedMappings shipped;

  ShopConnectPages(
      ShopScenes scenes,
      Hooks hooks,
      Elsewhere elsewhere,
      ProductFiles products,
      FileStore files,
      ShippedMappings shipped) {
    this.scenes = scenes;
    this.hooks = hooks;
    this.elsewhere = elsewhere;
    this.products = products;
    this.files = files;
    this.shipped = shipped;
  }

  @GetMapping("/shops/{id}/connect")
  View page(Screen s, Actor actor, @PathVariable String id) {
    Shop shop = scenes.shop(actor, id);
    return shown(
        s,
        actor,
        HttpStatus.OK,
        shop,
        new MerchantView.Form(
            s.freshKey(),
            Map.of("mapping", shipped.texts().getOrDefault("orders-sheet.yaml", "")),
            "",
            ""),
        new Done(Optional.empty(), Optional.empty(), ""));
  }

  /// What has just been done.
  private record Done(Optional<Hooks.Told> told, Optional<FileImport> result, String file) {}

  private View shown(
      Screen s, Actor actor, HttpStatus status, Shop shop, MerchantView.Form form, Done done) {
    return s.page(
        status,
        "shop-connect",
        new ShopConnectView.Page(
            scenes.tabs(actor, shop, "connect"),
            shop,
            hooks.list(actor, shop.id()),
            elsewhere.imports(actor, shop.id()),
            scenes.may(actor, shop).run(),
            done.told(),
            done.result(),
            done.file(),
            form));
  }

  @GetMapping("/shops/{id}/products.xlsx")
  void export(Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    Shop shop = scenes.shop(actor, id);
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader("Content-Disposition", "attachment; filename=\"products.xlsx\"");
    response.setHeader("Cache-Control", "no-store");
    try (Workbook book = new Workbook(response.getOutputStream(), "Yutang", "1.0")) {
      Worksheet sheet = book.newWorksheet("products");
      for (int i = 0; i < ProductFiles.COLUMNS.size(); i++)
        sheet.value(0, i, ProductFiles.COLUMNS.get(i));
      sheet.freezePane(0, 1);
      int[] row = {0};
      products.export(
          actor,
          shop.id(),
          cells -> {
            row[0]++;
            for (int i = 0; i < cells.size(); i++)
              if (NUMBERS.contains(i)) sheet.value(row[0], i, new BigDecimal(cells.get(i)));
              else sheet.value(row[0], i, Cells.harmless(cells.get(i)));
          });
    }
  }

  /// Looks at a file, or takes in what was looked at.
  @PostMapping("/shops/{id}/imports")
  View read(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      @RequestParam(required = false) MultipartFile upload)
      throws IOException {
    Shop shop = scenes.shop(actor, id);
    if (!scenes.may(actor, shop).run()) throw new Refusal(MarketRefusal.UNKNOWN_SHOP);
    try {
      String digest = said(typed, "file");
      String name = said(typed, "fileName");
      if (upload != null && !upload.isEmpty()) {
        digest = files.putPassing(upload.getInputStream(), MAX_FILE_BYTES).digest();
        name = String.valueOf(upload.getOriginalFilename());
      }
      if (!digest.matches("[0-9a-f]{64}")) throw ShopForms.bad("upload");
      FileImport done = read(actor, shop, typed, digest, name);
      return shown(
          s,
          actor,
          HttpStatus.OK,
          shop,
          new MerchantView.Form(s.freshKey(), typed, "", ""),
          new Done(Optional.empty(), Optional.of(done), digest));
    } catch (Refusal refusal) {
      return shown(
          s,
          actor,
          ShopForms.status(refusal),
          shop,
          ShopForms.again(s, typed, refusal, "upload"),
          new Done(Optional.empty(), Optional.empty(), ""));
    }
  }

  private FileImport read(
      Actor actor, Shop shop, Map<String, String> typed, String digest, String name) {
    boolean preview = !said(typed, "take").equals("yes");
    Elsewhere.Wanted wanted =
        new Elsewhere.Wanted(
            ShopForms.key(typed), shop.id(), shortened(name), files.get(digest), preview);
    if (said(typed, "what").equals("products")) return products.read(actor, wanted);
    String mapping = typed.getOrDefault("mapping", "");
    if (mapping.length() > LONGEST_MAPPING) throw ShopForms.bad("mapping");
    return elsewhere.read(actor, wanted, mapping);
  }

  private static String shortened(String name) {
    String line = name.replaceAll("\\p{Cntrl}", " ").strip();
    return line.isEmpty() ? "file" : line.length() > 100 ? line.substring(0, 100) : line;
  }

  @GetMapping("/shops/{id}/imports/{file}/errors.csv")
  ResponseEntity<byte[]> errors(
      Screen s, Actor actor, @PathVariable String id, @PathVariable String file) {
    Shop shop = scenes.shop(actor, id);
    FileImport done = elsewhere.find(actor, shop.id(), Asked.id(file));
    StringBuilder out = new StringBuilder("\uFEFF");
    out.append(
        line(
            List.of(
                s.t("web.shop.file.row"),
                s.t("web.shop.file.column"),
                s.t("web.shop.file.value"),
                s.t("web.shop.file.reason"))));
    for (FileImport.Bad each : done.errors())
      out.append(
          line(
              List.of(
                  String.valueOf(each.row()),
                  each.column(),
                  each.value(),
                  ShopConnectView.reason(s, each))));
    return ResponseEntity.ok()
        .header("Content-Type", "text/csv;charset=UTF-8")
        .header("Content-Disposition", "attachment; filename=\"errors.csv\"")
        .header("Cache-Control", "no-store")
        .body(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String line(List<String> cells) {
    return cells.stream().map(Cells::csv).collect(Collectors.joining(",", "", "\r\n"));
  }

  @PostMapping("/shops/{id}/webhooks")
  View add(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Shop shop = scenes.shop(actor, id);
    try {
      Hooks.Told told = hooks.add(actor, hook(shop, typed));
      return shown(
          s,
          actor,
          HttpStatus.OK,
          shop,
          ShopForms.fresh(s),
          new Done(Optional.of(told), Optional.empty(), ""));
    } catch (Refusal refusal) {
      return shown(
          s,
          actor,
          ShopForms.status(refusal),
          shop,
          ShopForms.again(s, typed, refusal, "address"),
          new Done(Optional.empty(), Optional.empty(), ""));
    }
  }

  private static Hooks.New hook(Shop shop, Map<String, String> typed) {
    Set<HookEvent> events =
        Stream.of(HookEvent.values())
            .filter(each -> said(typed, "event-" + each.word()).equals("yes"))
            .collect(Collectors.toSet());
    URI address;
    try {
      address = URI.create(said(typed, "address"));
    } catch (IllegalArgumentException e) {
      throw new Refusal(MarketRefusal.BAD_ADDRESS);
    }
    return new Hooks.New(
        ShopForms.key(typed),
        shop.id(),
        address,
        events,
        Asked.number(said(typed, "lowPieces")).orElseThrow(() -> ShopForms.bad("lowPieces")));
  }

  @GetMapping("/shops/{id}/webhooks/{hook}")
  View one(Screen s, Actor actor, @PathVariable String id, @PathVariable String hook) {
    return one(s, actor, scenes.shop(actor, id), Asked.id(hook), Optional.empty());
  }

  private View one(Screen s, Actor actor, Shop shop, UUID id, Optional<Hooks.Told> told) {
    return s.page(
        "shop-hook",
        new ShopConnectView.One(
            scenes.tabs(actor, shop, "connect"),
            shop,
            own(actor, shop, id),
            hooks.messages(actor, id),
            scenes.may(actor, shop).run(),
            told));
  }

  private Hooks.Hook own(Actor actor, Shop shop, UUID id) {
    Hooks.Hook hook = hooks.get(actor, id);
    if (!hook.shop().equals(shop.id())) throw new Refusal(MarketRefusal.UNKNOWN_HOOK);
    return hook;
  }

  @PostMapping("/shops/{id}/webhooks/{hook}")
  View step(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String hook,
      @RequestParam Map<String, String> typed) {
    Shop shop = scenes.shop(actor, id);
    UUID of = own(actor, shop, Asked.id(hook)).id();
    String base = "/shops/" + shop.id();
    switch (said(typed, "step")) {
      case "rotate" -> {
        return one(s, actor, shop, of, Optional.of(hooks.rotate(actor, of)));
      }
      case "enable" -> hooks.enable(actor, of);
      case "again" -> hooks.again(actor, of, Asked.id(said(typed, "message")));
      case "end" -> {
        hooks.end(actor, of);
        return Screen.go(base + "/connect?note=hook-ended");
      }
      default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
    }
    return Screen.go(base + "/webhooks/" + of + "?note=hook-" + said(typed, "step"));
  }
}
