package org.yutang.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/// What one would write in an afternoon: a table of edges and recursive SQL over it, without times,
/// shares, checks or the events themselves.
final class EdgePeer {

  private static final int BATCH = 4000;

  private final DataSource database;

  EdgePeer(DataSource database) {
    this.database = database;
  }

  void create() throws SQLException {
    run(
        "create table bench.edge (source text not null, target text not null, at timestamptz not null)");
    run("create table bench.sold (item text not null, buyer text not null)");
    run("create index on bench.edge (source)");
    run("create index on bench.edge (target)");
    run("create index on bench.sold (item)");
  }

  void analyze() throws SQLException {
    run("analyze bench.edge");
    run("analyze bench.sold");
  }

  private void run(String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    }
  }

  void insert(List<TraceLoad.Edge> edges, List<TraceLoad.Sold> sold) throws SQLException {
    try (Connection connection = database.getConnection()) {
      for (int i = 0; i < edges.size(); i += BATCH) {
        List<TraceLoad.Edge> part = edges.subList(i, Math.min(i + BATCH, edges.size()));
        try (PreparedStatement insert =
            connection.prepareStatement(
                "insert into bench.edge (source, target, at) select * from unnest(?, ?, ?)")) {
          insert.setArray(
              1,
              connection.createArrayOf(
                  "text", part.stream().map(TraceLoad.Edge::source).toArray()));
          insert.setArray(
              2,
              connection.createArrayOf(
                  "text", part.stream().map(TraceLoad.Edge::target).toArray()));
          insert.setArray(
              3,
              connection.createArrayOf(
                  "timestamptz",
                  part.stream().map(edge -> edge.at().atOffset(ZoneOffset.UTC)).toArray()));
          insert.executeUpdate();
        }
      }
      for (int i = 0; i < sold.size(); i += BATCH) {
        List<TraceLoad.Sold> part = sold.subList(i, Math.min(i + BATCH, sold.size()));
        try (PreparedStatement insert =
            connection.prepareStatement(
                "insert into bench.sold (item, buyer) select * from unnest(?, ?)")) {
          insert.setArray(
              1,
              connection.createArrayOf("text", part.stream().map(TraceLoad.Sold::item).toArray()));
          insert.setArray(
              2,
              connection.createArrayOf("text", part.stream().map(TraceLoad.Sold::buyer).toArray()));
          insert.executeUpdate();
        }
      }
    }
  }

  int back(String item) throws SQLException {
    return count(
        """
        with recursive r (item) as (select ?::text union select e.source from r join bench.edge e on e.target = r.item) select item from r
        """,
        item);
  }

  int forward(String item) throws SQLException {
    return count(
        """
        with recursive r (item) as (select ?::text union select e.target from r join bench.edge e on e.source = r.item) select item from r
        """,
        item);
  }

  int buyers(String item) throws SQLException {
    return count(
        """
        with recursive r (item) as (select ?::text union select e.target from r join bench.edge e on e.source = r.item)
        select distinct s.buyer from r join bench.sold s on s.item = r.item
        """,
        item);
  }

  private int count(String query, String item) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement prepared = connection.prepareStatement(query)) {
      prepared.setString(1, item);
      int count = 0;
      try (ResultSet rows = prepared.executeQuery()) {
        while (rows.next()) count++;
      }
      return count;
    }
  }
}
