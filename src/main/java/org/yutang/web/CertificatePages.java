package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Certificate;
import org.yutang.supply.Certificates;
import org.yutang.supply.Handling;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Step;

/// Samples for laboratories, what they found, and the certificates that rest on it.
@Controller
class CertificatePages {

  private final Certificates certificates;
  private final Lots lots;
  private final Handling handling;
  private final Access access;
  private final TypedGoods goods;
  private final Standards standards;
  private final Clock clock;
  private final SupplyView.Named named;

  CertificatePages(
      Certificates certificates,
      Lots lots,
      Handling handling,
      Access access,
      TypedGoods goods,
      Standards standards,
      Clock clock) {
    this.certificates = certificates;
    this.lots = lots;
    this.handling = handling;
    this.access = access;
    this.goods = goods;
    this.standards = standards;
    this.clock = clock;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/certificates")
  View desk(Screen s, Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_SUPPLY);
    Map<String, String> sites = new HashMap<>();
    lots.sites(actor).forEach(site -> sites.put(site.id().toString(), site.name()));
    return s.page(
        "certificates",
        new CertificateView.Desk(
            certificates.samples(actor), certificates.list(actor), named, sites, today()));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  @GetMapping("/certificates/samples/{id}")
  View sample(Screen s, Actor actor, @PathVariable String id) {
    return sample(
        s,
        actor,
        HttpStatus.OK,
        certificates.sample(actor, Asked.id(id)),
        s.freshKey(),
        goods.fresh(),
        "");
  }

  private View sample(
      Screen s,
      Actor actor,
      HttpStatus status,
      Certificates.Taken taken,
      String key,
      Map<String, String> typed,
      String problem) {
    Site site = lots.site(actor, taken.site());
    boolean passed = taken.analysis().filter(Certificates.Analysis::passed).isPresent();
    return s.page(
        status,
        "certificate-sample",
        new CertificateView.OneSample(
            taken,
            site.name(),
            CertificateView.tests(standards, taken.lot()),
            passed ? certificates.candidates(actor, taken.id()) : List.of(),
            certificates.ofLot(actor, taken.lot().id()),
            named,
            today(),
            access.may(actor, Permission.CERTIFY_GOODS, site.what().place()),
            key,
            typed,
            problem));
  }

  @PostMapping("/certificates/samples/{id}/analyse")
  View analyse(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Certificates.Taken taken = certificates.sample(actor, Asked.id(id));
    String key = TypedGoods.said(typed, "key");
    try {
      Map<String, String> found = new HashMap<>();
      for (Standard.PurityTest test : CertificateView.tests(standards, taken.lot()))
        found.put(test.name(), TypedGoods.said(typed, test.name()));
      handling.handle(
          actor,
          new Step.Analyse(
              Asked.id(key),
              TypedGoods.when(typed),
              taken.site(),
              taken.lot().id(),
              taken.id(),
              TypedGoods.said(typed, "laboratory"),
              TypedGoods.said(typed, "number"),
              found));
      return Screen.go("/certificates/samples/" + taken.id() + "?note=step-done");
    } catch (Refusal refusal) {
      return refused(s, actor, taken, typed, refusal);
    }
  }

  private View refused(
      Screen s, Actor actor, Certificates.Taken taken, Map<String, String> typed, Refusal refusal) {
    return sample(
        s,
        actor,
        Mishaps.status(refusal.code().kind()),
        certificates.sample(actor, taken.id()),
        TypedGoods.again(s, TypedGoods.said(typed, "key"), refusal),
        typed,
        s.refusal(refusal));
  }

  @PostMapping("/certificates/samples/{id}/certify")
  View certify(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Certificates.Taken taken = certificates.sample(actor, Asked.id(id));
    String key = TypedGoods.said(typed, "key");
    try {
      handling.handle(
          actor,
          new Step.Certify(
              Asked.id(key),
              TypedGoods.when(typed),
              taken.site(),
              taken.id(),
              TypedGoods.said(typed, "number"),
              day(typed),
              TypedGoods.loose(typed)));
      return Screen.go("/certificates/" + Asked.id(key) + "?note=certified");
    } catch (Refusal refusal) {
      return refused(s, actor, taken, typed, refusal);
    }
  }

  private static LocalDate day(Map<String, String> typed) {
    try {
      return LocalDate.parse(TypedGoods.said(typed, "until"));
    } catch (DateTimeParseException e) {
      throw TypedGoods.bad("until");
    }
  }

  @GetMapping("/certificates/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return one(s, actor, HttpStatus.OK, Asked.id(id), s.freshKey(), "");
  }

  private View one(Screen s, Actor actor, HttpStatus status, UUID id, String key, String problem) {
    Certificate certificate = certificates.get(actor, id);
    Certificates.Taken taken = certificates.sample(actor, certificate.sample());
    Site site = lots.site(actor, certificate.site());
    return s.page(
        status,
        "certificate",
        new CertificateView.One(
            certificate,
            taken.lot(),
            site.name(),
            CertificateView.tests(standards, taken.lot()),
            named,
            today(),
            certificate.withdrawn().isEmpty()
                && access.may(actor, Permission.CERTIFY_GOODS, site.what().place()),
            key,
            problem));
  }

  @PostMapping("/certificates/{id}/withdraw")
  View withdraw(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Certificate certificate = certificates.get(actor, Asked.id(id));
    String key = TypedGoods.said(typed, "key");
    try {
      handling.handle(
          actor,
          new Step.Withdraw(
              Asked.id(key),
              clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MINUTES),
              certificate.site(),
              certificate.id(),
              TypedGoods.said(typed, "reason")));
      return Screen.go("/certificates/" + certificate.id() + "?note=withdrawn-certificate");
    } catch (Refusal refusal) {
      return one(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          certificate.id(),
          TypedGoods.again(s, key, refusal),
          s.refusal(refusal));
    }
  }
}
