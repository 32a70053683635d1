package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yutang.access.Role;
import org.yutang.farm.Contract;
import org.yutang.farm.Measure;
import org.yutang.farm.Plot;
import org.yutang.farm.PriceChain;
import org.yutang.farm.Settlement;
import org.yutang.farm.WorkCheck;
import org.yutang.giving.Gift;
import org.yutang.giving.GiftPlan;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Arrival;
import org.yutang.payment.BankFiles;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.Payout;
import org.yutang.payment.Via;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Enrolment;
import org.yutang.proof.ProofVerifier;
import org.yutang.register.ImportKind;
import org.yutang.register.PlaceLevel;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Relation;
import org.yutang.register.Sex;
import org.yutang.store.Jobs;
import org.yutang.store.Words;
import org.yutang.store.Words.Language;
import org.yutang.supply.Site;
import org.yutang.supply.Step;

/// Nobody meets a page with a missing word.
class MessagesTest {

  private static final Path MESSAGES = Path.of("src/main/resources/messages");
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
  private static final Words ZH = Words.in(Language.ZH);
  private static final Words EN = Words.in(Language.EN);

  @Test
  void everyRoomSaysTheSameInBothLanguages() throws IOException {
    for (Path chinese : files("*_zh.properties")) {
      Path english =
          chinese.resolveSibling(chinese.getFileName().toString().replace("_zh.", "_en."));
      assertThat(load(english).stringPropertyNames())
          .as("%s", english)
          .containsExactlyInAnyOrderElementsOf(load(chinese).stringPropertyNames());
    }
    assertThat(files("*_en.properties")).hasSameSizeAs(files("*_zh.properties"));
  }

  @Test
  void bothLanguagesHaveTheSamePlacesForFacts() {
    for (String key : ZH.keys()) assertThat(places(EN.t(key))).as(key).isEqualTo(places(ZH.t(key)));
  }

  @Test
  void everyRefusalIsExplained() throws Exception {
    assertThat(codes()).hasSizeGreaterThan(50);
    for (Refusal.Code code : codes()) {
      String key = "refusal." + code.code();
      assertThat(ZH.has(key)).as(key).isTrue();
      assertThat(EN.has(key)).as(key).isTrue();
    }
  }

  @Test
  void everyWordOfATemplateOrPageExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String key : usedKeys()) if (!ZH.has(key)) missing.add(key);
    assertThat(missing).isEmpty();
  }

  @Test
  void everyConstantThatAPageShowsHasAName() {
    named("web.role", Role.values());
    named("web.status", PovertyStatus.values());
    named("web.level", PlaceLevel.values());
    named("web.sex", Sex.values());
    named("web.relation", Relation.values());
    named("web.job", Jobs.State.values());
    named("web.imports.short", ImportKind.values());
    named("programme.state", Enrolment.State.values());

    named("web.case.todo", Case.Todo.values());
    named("web.case.how", Case.Confirmation.How.values());
    named("web.desk.state", Case.State.values());
    named("supply.site", Site.Kind.values());
    named("supply.loss", Step.Loss.values());
    named("supply.step", Step.Kind.values());
    named("web.case.state", Case.State.values());
    named("web.case.event", Case.Event.Kind.values());
    named("web.case.flag", Case.Flag.values());
    named("web.case.waiting", Case.Waiting.values());
    named("web.case.waits-for", Case.Waiting.values());
    named("web.case.part", Case.Instalment.State.values());
    named("web.case.report", Case.Report.State.values());
    named("web.case.channel", CaseKind.Channel.values());
    named("web.panel.ties", CaseKind.Tie.values());
    named("payment.state", Payout.State.values());
    named("payment.via", Payout.Via.values());
    named("payment.batch", BankFiles.State.values());
    named("payment.incoming.via", Via.values());
    named("payment.incoming.state", IncomingPayment.State.values());
    named("payment.arrival", Arrival.Fit.values());
    named("payment.refund", PaymentRefund.State.values());
    named("giving.gift.state", Gift.State.values());
    named("giving.gift.message", Gift.MessageState.values());
    named("farm.measure", Measure.values());
    named("farm.origin", Plot.Origin.values());
    named("farm.rule", WorkCheck.Rule.values());
    named("farm.contract.state", Contract.State.values());
    named("farm.contract.step", Contract.Step.Kind.values());
    named("farm.contract.word", Contract.Word.values());
    named("farm.contract.then", Contract.Then.values());
    named("farm.contract.link", PriceChain.Link.values());
    named("farm.contract.why", Settlement.Why.values());
    named("giving.plan.state", GiftPlan.State.values());
    for (ProofVerifier.Reason reason : ProofVerifier.Reason.values())
      assertThat(ZH.has("web.proof.reason." + reason.code())).as(reason.code()).isTrue();
  }

  private static void named(String prefix, Enum<?>[] constants) {
    for (Enum<?> constant : constants)
      assertThat(ZH.has(prefix + "." + Asked.name(constant))).as(prefix + " " + constant).isTrue();
  }

  private static List<Refusal.Code> codes() throws Exception {
    Path classes =
        Path.of(Refusal.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> all = Files.walk(classes.resolve("org/yutang"))) {
      return all.map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith("Refusal.class"))
          .map(name -> type(name.replace('/', '.').replaceFirst("\\.class$", "")))
          .filter(type -> type.isEnum() && Refusal.Code.class.isAssignableFrom(type))
          .flatMap(type -> Arrays.stream(type.getEnumConstants()))
          .map(Refusal.Code.class::cast)
          .toList();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> usedKeys() throws IOException {
    Pattern literal =
        Pattern.compile(
            "\\bs\\.t\\(\"([a-z0-9.-]+)\"|\"(web\\.[a-z0-9.-]*[a-z0-9])\"(?!\\s*\\+|, [a-z.]+\\(\\)\\))");
    Set<String> keys = new HashSet<>();
    for (Path root : List.of(Path.of("src/main/jte"), Path.of("src/main/java/org/yutang/web")))
      try (Stream<Path> all = Files.walk(root)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          String text = Files.readString(file).replaceAll("s\\.name\\(\"[a-z.-]+\"", "");
          Matcher found = literal.matcher(text);
          while (found.find()) keys.add(found.group(1) != null ? found.group(1) : found.group(2));
        }
      }
    keys.removeIf(key -> key.endsWith("."));
    return keys;
  }

  private static Set<String> places(String message) {
    Set<String> places = new TreeSet<>();
    Matcher found = PLACE.matcher(message);
    while (found.find()) places.add(found.group(1));
    return places;
  }

  private static List<Path> files(String glob) throws IOException {
    try (var files = Files.newDirectoryStream(MESSAGES, glob)) {
      return Stream.iterate(files.iterator(), it -> it.hasNext(), it -> it)
          .map(it -> it.next())
          .sorted()
          .toList();
    }
  }

  private static Properties load(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }
}
