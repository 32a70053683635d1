package org.yutang.access;

import org.springframework.context.annotation.Configuration;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;

/// Keeps the sessions of the pages in the database, so that they outlive a restart and hold on
/// every node. A session that nobody has logged into ends after half an idle hour; the pages
/// lengthen it at login. Its row names the account, so that closing an account or changing its
/// password ends its sessions.
@Configuration
@EnableJdbcHttpSession(tableName = "access.spring_session", maxInactiveIntervalInSeconds = 30 * 60)
class SessionConfiguration {}
