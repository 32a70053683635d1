package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.Refund;
import org.yutang.kernel.Page;
import org.yutang.payment.Arrival;
import org.yutang.payment.BankFiles;
import org.yutang.payment.IncomingDesk;
import org.yutang.programme.Case;
import org.yutang.programme.Coverage;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;

/// The fund officer's desk.
@Component
@Order(1)
class HomeFunds implements HomeDesks {

  private static final int PROJECTS_SHOWN = 20;

  private final Giving giving;
  private final Programmes programmes;
  private final Gifts gifts;
  private final IncomingDesk incoming;
  private final BankFiles files;
  private final HomeQueues queues;
  private final Access access;

  HomeFunds(
      Giving giving,
      Gifts gifts,
      IncomingDesk incoming,
      Programmes programmes,
      BankFiles files,
      HomeQueues queues,
      Access access) {
    this.giving = giving;
    this.gifts = gifts;
    this.incoming = incoming;
    this.programmes = programmes;
    this.files = files;
    this.queues = queues;
    this.access = access;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    if (!HomeDesks.holds(actor, Role.FUND_OFFICER)) return List.of();
    List<Project.Entry> projects =
        giving
            .projects(
                new Project.Query(
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Project.Sort.DONATED,
                    true,
                    new Page.Wanted(1, Page.MAX_SIZE)))
            .items()
            .stream()
            .filter(entry -> access.may(actor, Permission.RUN_GIVING, entry.project().place()))
            .limit(PROJECTS_SHOWN)
            .toList();
    return List.of(new HomeDesk.Funds(projects, pots(actor), alerts(actor, projects)));
  }

  private List<HomeDesk.Pot> pots(Actor actor) {
    List<HomeDesk.Pot> pots = new ArrayList<>();
    for (Programme programme : queues.programmes(actor, Permission.SEE_PROGRAMME)) {
      int year = programme.yearOf(queues.today());
      long waiting =
          programmes.counties(actor, programme.id(), year).stream()
              .mapToLong(Coverage::waiting)
              .sum();
      pots.add(new HomeDesk.Pot(programme, year, programmes.fund(actor, programme.id()), waiting));
    }
    return pots;
  }

  private List<HomeDesk.Count> alerts(Actor actor, List<Project.Entry> projects) {
    List<HomeDesk.Count> alerts = new ArrayList<>();
    for (Project.Entry entry : projects) {
      Project project = entry.project();
      long waiting = waiting(actor, project);
      String href = "/refunds?state=waiting&project=" + project.id();
      if (waiting > 0)
        alerts.add(
            new HomeDesk.Count("refunds", Optional.of(project.title()), waiting, href, true));
    }
    HomeQueues.Ask all = HomeQueues.Ask.ALL;
    alerts.add(queues.count(actor, "cases-for-money", all.todo(Case.Todo.WAITS_FOR_MONEY), true));
    alerts.add(queues.count(actor, "payments-failed", all.todo(Case.Todo.PAYMENT_FAILED), true));
    long made =
        files
            .list(
                actor,
                new BankFiles.Query(
                    Optional.of(BankFiles.State.MADE),
                    BankFiles.Sort.MADE,
                    false,
                    new Page.Wanted(1, 1)))
            .total();
    alerts.add(new HomeDesk.Count("batches", made, "/payments?state=made", true));
    Page.Wanted one = new Page.Wanted(1, 1);
    alerts.add(
        new HomeDesk.Count(
            "gift-messages", gifts.waitingMessages(actor, one).total(), "/gift-messages", true));
    alerts.add(
        new HomeDesk.Count(
            "unmatched-money",
            incoming.arrivals(actor, new Arrival.Query(true, true, Optional.empty(), one)).total(),
            "/payments/arrivals",
            true));
    return alerts;
  }

  private long waiting(Actor actor, Project project) {
    return giving
        .refunds(
            actor,
            new Refund.Query(
                Optional.empty(),
                Optional.of(project.id()),
                Optional.of(Refund.State.WAITING),
                Refund.Sort.BOOKED,
                false,
                new Page.Wanted(1, 1)))
        .total();
  }
}
