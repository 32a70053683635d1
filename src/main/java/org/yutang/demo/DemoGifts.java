package org.yutang.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Role;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.payment.Incoming;
import org.yutang.payment.Via;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;

/// A few made-up gifts for the women's insurance, paid in the sandbox and paired one to one, with
/// messages that were let through, kept back, or wait for an officer. Every command has an id of
/// its own, so that after a kill all may be told again.
@Component
class DemoGifts {

  static final ProgrammeId INSURANCE = new ProgrammeId("women-insurance");
  static final UUID PROJECT = Uuids.named("demo.women-project");

  /// So many as the fund can pay for; all others wait for money.
  private static final int WOMEN = 300;

  private static final String FILLED = "demo-gifts";
  private static final Duration DELIVERY = Duration.ofMinutes(1);

  private enum Reading {
    SILENT,
    WAITS,
    LET_THROUGH,
    KEPT_BACK
  }

  private record Story(String name, long fen, String message, Reading reading) {}

  private static final List<Story> STORIES =
      List.of(
          new Story("示例捐款人甲", 600, "愿你平安健康。（合成数据）", Reading.LET_THROUGH),
          new Story("示例捐款人乙", 1_000, "好好读书，前面的路很宽。（合成数据）", Reading.LET_THROUGH),
          new Story("", 100, "", Reading.SILENT),
          new Story("示例捐款人丙", 5_000, "一家人都好好的。（合成数据）", Reading.LET_THROUGH),
          new Story("示例捐款人丁", 200, "加我微信……（合成数据）", Reading.KEPT_BACK),
          new Story("示例捐款人戊", 8_800, "刚知道这个项目，算我一份。（合成数据）", Reading.WAITS),
          new Story("", 300, "", Reading.SILENT),
          new Story("示例捐款人己", 2_000, "早日康复。（合成数据）", Reading.WAITS));

  private final Programmes programmes;
  private final Giving giving;
  private final Gifts gifts;
  private final Incoming incoming;
  private final DemoSteps steps;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Outbox outbox;
  private final Clock clock;

  DemoGifts(
      Programmes programmes,
      Giving giving,
      Gifts gifts,
      Incoming incoming,
      DemoSteps steps,
      DemoAccounts people,
      HouseSettings settings,
      Outbox outbox,
      Clock clock) {
    this.programmes = programmes;
    this.giving = giving;
    this.gifts = gifts;
    this.incoming = incoming;
    this.steps = steps;
    this.people = people;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Enrols the county's women; as many are covered as the made-up fund can pay for.
  ///
  /// @return the job that does it; empty once the gifts were given
  Optional<UUID> enrol(PlaceCode county) {
    if (settings.find(FILLED).isPresent()) return Optional.empty();
    Programme programme = programmes.get(INSURANCE);
    int year = programme.yearOf(today());
    steps.grant(
        INSURANCE,
        programme.version(year).getCover().premium().times(WOMEN),
        Uuids.named("demo.women-grant"),
        "女性保险拨款（合成数据） Grant for the women's insurance (synthetic)");
    return Optional.of(
        programmes.enrol(
            people.actor(Role.FUND_OFFICER),
            INSURANCE,
            county,
            year,
            Uuids.named("demo.women-enrolment", String.valueOf(year))));
  }

  /// Gives, after the women were enrolled. Does nothing once it was done.
  void give() throws InterruptedException {
    if (settings.find(FILLED).isPresent()) return;
    openProject();
    for (int i = 0; i < STORIES.size(); i++) pay(given(i));
    outbox.awaitDelivered(DELIVERY);
    outbox.awaitDelivered(DELIVERY); // a payment tells of its money by an event of its own
    for (int i = 0; i < STORIES.size(); i++) read(given(i), STORIES.get(i).reading());
    settings.put(FILLED, "yes");
  }

  private void openProject() {
    Programme programme = programmes.get(INSURANCE);
    giving.openProject(
        people.actor(Role.FUND_OFFICER),
        new Project.New(
            PROJECT,
            programme.title(),
            programme.summary(),
            INSURANCE,
            programme.place(),
            LocalDate.of(2020, 1, 1),
            LocalDate.of(2099, 12, 31),
            Optional.empty(),
            List.of()));
  }

  private Gifts.Given given(int number) {
    Story story = STORIES.get(number);
    return gifts.give(
        new Gift.New(
            Uuids.named("demo.women-gift", String.valueOf(number)),
            PROJECT,
            Money.fen(story.fen()),
            Optional.of(story.name()),
            Optional.empty(),
            Optional.of(story.message()),
            Optional.of(Via.SANDBOX)));
  }

  private void pay(Gifts.Given given) {
    Gift gift = gifts.get(given.link(), given.gift());
    if (gift.state() == Gift.State.ASKED) incoming.useSandbox(gift.payment(), true);
  }

  private void read(Gifts.Given given, Reading reading) {
    Gift gift = gifts.get(given.link(), given.gift());
    boolean waits =
        gift.state() == Gift.State.PAID
            && gift.message()
                .filter(message -> message.state() == Gift.MessageState.WAITING)
                .isPresent();
    if (waits && (reading == Reading.LET_THROUGH || reading == Reading.KEPT_BACK))
      gifts.moderate(people.actor(Role.FUND_OFFICER), gift.id(), reading == Reading.LET_THROUGH);
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
