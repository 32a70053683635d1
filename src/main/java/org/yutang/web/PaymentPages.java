package org.yutang.web;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.BankFiles;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Payout;
import org.yutang.payment.Payouts;
import org.yutang.store.StoreRefusal;

/// What the house pays out, and the bank files in which it travels: one person makes a batch,
/// another releases it, the file goes to the bank, the bank's result comes back.
@Controller
class PaymentPages {

  private final Payouts payouts;
  private final BankFiles files;
  private final Accounts accounts;
  private final Access access;
  private final MaskedNames names;
  private final Clock clock;

  PaymentPages(
      Payouts payouts,
      BankFiles files,
      Accounts accounts,
      Access access,
      MaskedNames names,
      Clock clock) {
    this.payouts = payouts;
    this.files = files;
    this.accounts = accounts;
    this.access = access;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping("/payments")
  View batches(Screen s, Actor actor) {
    return batches(s, actor, HttpStatus.OK, "");
  }

  @PostMapping("/payments")
  View make(
      Screen s,
      Actor actor,
      @RequestParam String key,
      @RequestParam(defaultValue = "") String encoding) {
    try {
      BankFiles.Batch batch =
          files.make(
              actor,
              Asked.id(key),
              Asked.constant(BankFiles.Encoding.class, encoding).orElse(BankFiles.Encoding.UTF_8),
              BusinessDay.of(clock.instant()));
      return Screen.go("/payments/batches/" + batch.id() + "?note=batch-made");
    } catch (Refusal refusal) {
      return batches(s, actor, wrong(refusal), s.refusal(refusal));
    }
  }

  private View batches(Screen s, Actor actor, HttpStatus status, String problem) {
    requireSeen(actor);
    Sorting<BankFiles.Sort> sort =
        s.query("sort").isEmpty()
            ? new Sorting<>(BankFiles.Sort.MADE, true)
            : Sorting.of(s.query("sort"), BankFiles.Sort.MADE);
    Page<BankFiles.Batch> batches =
        files.list(
            actor,
            new BankFiles.Query(
                Asked.constant(BankFiles.State.class, s.query("state")),
                sort.by(),
                sort.descending(),
                Asked.page(s)));
    return s.page(
        status,
        "payments",
        new PaymentView.Batches(
            batches,
            sort.text(),
            count(actor, Payout.State.READY),
            count(actor, Payout.State.SENT),
            count(actor, Payout.State.FAILED),
            payouts.provider(),
            !access.places(actor, Permission.PREPARE_PAYMENT).isEmpty(),
            s.freshKey(),
            problem));
  }

  private long count(Actor actor, Payout.State state) {
    return payouts
        .list(
            actor,
            new Payout.Query(
                Optional.of(state),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Payout.Sort.PLACED,
                true,
                new Page.Wanted(1, 1)))
        .total();
  }

  @GetMapping("/payments/payouts")
  View payouts(Screen s, Actor actor) {
    requireSeen(actor);
    Sorting<Payout.Sort> sort = sorting(s);
    Page<Payout> page = payouts(s, actor, Optional.empty(), sort);
    return s.page(
        "payouts",
        new PaymentView.Listed(
            page, names.places(page.items().stream().map(Payout::place).toList()), sort.text()));
  }

  private static Sorting<Payout.Sort> sorting(Screen s) {
    return s.query("sort").isEmpty()
        ? new Sorting<>(Payout.Sort.PLACED, true)
        : Sorting.of(s.query("sort"), Payout.Sort.PLACED);
  }

  private Page<Payout> payouts(
      Screen s, Actor actor, Optional<UUID> batch, Sorting<Payout.Sort> sort) {
    return payouts.list(
        actor,
        new Payout.Query(
            Asked.constant(Payout.State.class, s.query("state")),
            batch,
            Optional.empty(),
            Optional.empty(),
            sort.by(),
            sort.descending(),
            Asked.page(s)));
  }

  @GetMapping("/payments/batches/{id}")
  View batch(Screen s, Actor actor, @PathVariable String id) {
    return batch(s, actor, Asked.id(id), HttpStatus.OK, "", "");
  }

  @PostMapping("/payments/batches/{id}/release")
  View release(Screen s, Actor actor, @PathVariable String id) {
    UUID batch = Asked.id(id);
    try {
      files.release(actor, batch);
      return Screen.go("/payments/batches/" + batch + "?note=batch-released");
    } catch (Refusal refusal) {
      return batch(s, actor, batch, wrong(refusal), s.refusal(refusal), "main");
    }
  }

  @PostMapping("/payments/batches/{id}/result")
  View result(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam(required = false) MultipartFile upload)
      throws IOException {
    UUID batch = Asked.id(id);
    try {
      if (upload == null || upload.isEmpty()) throw new Refusal(WebRefusal.FILE_MISSING);
      if (upload.getSize() > BankFiles.MAX_BYTES)
        throw new Refusal(StoreRefusal.FILE_TOO_LARGE, Map.of("limitBytes", BankFiles.MAX_BYTES));
      files.result(actor, batch, upload.getBytes());
      return Screen.go("/payments/batches/" + batch + "?note=batch-answered");
    } catch (Refusal refusal) {
      return batch(s, actor, batch, wrong(refusal), problem(s, refusal), "upload");
    }
  }

  /// The file for the bank, with names and accounts; every fetch is in the audit.
  @GetMapping("/payments/batches/{id}/file")
  ResponseEntity<byte[]> file(Actor actor, @PathVariable String id) {
    UUID batch = Asked.id(id);
    byte[] file = files.file(actor, batch);
    BankFiles.Batch made = files.get(actor, batch);
    String charset = made.encoding() == BankFiles.Encoding.GBK ? "GBK" : "UTF-8";
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/csv;charset=" + charset))
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"bank-" + made.number() + ".csv\"")
        .body(file);
  }

  private View batch(
      Screen s, Actor actor, UUID id, HttpStatus status, String problem, String field) {
    BankFiles.Batch batch = files.get(actor, id);
    Sorting<Payout.Sort> sort = sorting(s);
    Page<Payout> page = payouts(s, actor, Optional.of(id), sort);
    return s.page(
        status,
        "batch",
        new PaymentView.One(
            batch,
            page,
            sort.text(),
            names.places(page.items().stream().map(Payout::place).toList()),
            called(s, batch),
            may(actor, Permission.RELEASE_PAYMENT, batch.places()),
            may(actor, Permission.PREPARE_PAYMENT, batch.places()),
            batch.madeBy().equals(actor.account()),
            problem,
            field));
  }

  private boolean may(Actor actor, Permission permission, List<PlaceCode> places) {
    return places.stream().allMatch(place -> access.may(actor, permission, place));
  }

  private Map<String, String> called(Screen s, BankFiles.Batch batch) {
    Map<String, String> called = new HashMap<>();
    Stream.of(Optional.of(batch.madeBy()), batch.releasedBy(), batch.answeredBy())
        .flatMap(Optional::stream)
        .filter(Objects::nonNull)
        .forEach(
            id ->
                called.put(
                    id.toString(),
                    accounts.find(id).map(Account::displayName).orElseGet(() -> s.brief(id))));
    return called;
  }

  private void requireSeen(Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_PAYMENT);
  }

  /// A refusal in words, also where a result does not fit.
  private static String problem(Screen s, Refusal refusal) {
    if (refusal.code() != PaymentRefusal.RESULT_DIFFERS) return s.refusal(refusal);
    Map<String, Object> facts = new HashMap<>(refusal.facts());
    String problem = String.valueOf(facts.get("problem"));
    facts.put("problem", s.orElse("web.batch.differs." + problem.replace(' ', '-'), problem));
    return s.refusal(new Refusal(refusal.code(), facts));
  }

  private static HttpStatus wrong(Refusal refusal) {
    Refusal.Kind kind = refusal.code().kind();
    boolean shown = refusal.code() == PaymentRefusal.SAME_PERSON;
    if (!shown && (kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.NOT_FOUND)) throw refusal;
    return Mishaps.status(kind);
  }
}
