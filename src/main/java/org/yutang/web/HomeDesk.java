package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.register.Place;
import org.yutang.access.Audit;
import org.yutang.giving.Merchant;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.Sale;
import org.yutang.kernel.Money;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Coverage;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;
import org.yutang.programme.Text;
import org.yutang.register.Place;

/// What one of the reader's roles has to see at once; each kind is a part of the first page.
public sealed interface HomeDesk {

  /// A number that somebody should look at, and the list that it counts.
  ///
  /// @param key of its label, below `web.desk`
  /// @param about whose, where the label alone does not say
  /// @param urgent whether any is too many
  record Count(String key, Optional<Text> about, long number, String href, boolean urgent) {
    Count(String key, long number, String href, boolean urgent) {
      this(key, Optional.empty(), number, href, urgent);
    }

    public boolean presses() {
      return urgent && number > 0;
    }
  }

  /// A programme's reach in one place.
  record Reach(Programme programme, Coverage coverage) {}

  /// Cases with the words that a list of them needs.
  ///
  /// @param names of the persons, masked, by id
  record Queue(
      List<Case> cases, Map<String, String> names, List<CaseView.Kind> kinds, LocalDate today) {
    public Queue {
      cases = List.copyOf(cases);
      names = Map.copyOf(names);
      kinds = List.copyOf(kinds);
    }

    /// The working days of its stage; 0 where today's definition does not know it.
    public int days(Case of) {
      return CaseView.kindOf(kinds, of)
          .flatMap(each -> of.stage().flatMap(name -> CaseView.stage(each.kind(), name)))
          .map(CaseKind.Stage::days)
          .orElse(0);
    }

    /// What its kind is called.
    public String kind(Screen s, Case of) {
      return CaseView.kindOf(kinds, of).map(each -> s.in(each.kind().title())).orElse(of.kind());
    }
  }

  /// The fund officer's: what came in, what is there, what is stuck.
  record Funds(List<Project.Entry> projects, List<Pot> pots, List<Count> alerts)
      implements HomeDesk {
    public Funds {
      projects = List.copyOf(projects);
      pots = List.copyOf(pots);
      alerts = List.copyOf(alerts);
    }
  }

  /// A programme's fund.
  ///
  /// @param waiting persons who are eligible and wait for money, in that policy year
  record Pot(Programme programme, int policyYear, Fund fund, long waiting) {}

  /// The county officer's.
  record County(Place place, List<Reach> reaches, List<Count> cases, Queue overdue)
      implements HomeDesk {
    public County {
      reaches = List.copyOf(reaches);
      cases = List.copyOf(cases);
    }
  }

  /// The village cadre's.
  record Village(Place place, List<Reach> reaches, List<Count> todo, Queue underWay)
      implements HomeDesk {
    public Village {
      reaches = List.copyOf(reaches);
      todo = List.copyOf(todo);
    }
  }

  /// The insurer's.
  record Insurer(List<Count> queue, List<Purse> purses, Queue next) implements HomeDesk {
    public Insurer {
      queue = List.copyOf(queue);
      purses = List.copyOf(purses);
    }
  }

  /// What a programme's payee has for cases, and what is approved and not paid.
  record Purse(Programme programme, Money available, Money approved) {
    public boolean suffices() {
      return available.minor() >= approved.minor();
    }
  }

  /// The merchant's.
  record Shops(List<Shop> shops, LocalDate monthBegan) implements HomeDesk {
    public Shops {
      shops = List.copyOf(shops);
    }
  }

  /// @param rate of today, with the project that it gives to
  /// @param month sums of the orders of this month
  /// @param waiting refunds that wait for the fund's money
  record Shop(
      Merchant merchant,
      Optional<Project> project,
      Optional<Rate> rate,
      Sale.Totals month,
      long waiting) {}

  /// What waits in the market.
  ///
  /// @param runs whether the reader may run shops
  /// @param nurtured counties whose products the reader sees being nurtured
  record Market(List<Count> counts, boolean runs, List<Place> nurtured) implements HomeDesk {
    public Market {
      counts = List.copyOf(counts);
      nurtured = List.copyOf(nurtured);
    }
  }

  /// What waits in cases of programmes for whoever files, decides or judges them.
  record CasesToDo(List<Count> counts) implements HomeDesk {
    public CasesToDo {
      counts = List.copyOf(counts);
    }
  }

  /// The auditor's: what weighs most of what was done, the newest first.
  record Audits(List<Audit.Row> rows) implements HomeDesk {
    public Audits {
      rows = List.copyOf(rows);
    }
  }
}
