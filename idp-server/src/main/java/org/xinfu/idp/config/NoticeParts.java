package org.xinfu.idp.config;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.code.ContactCodes;
import org.xinfu.idp.code.DeliverNotices;
import org.xinfu.idp.code.Messages;
import org.xinfu.idp.code.NoticeQueue;
import org.xinfu.idp.code.NoticeSettings;
import org.xinfu.idp.code.Notices;
import org.xinfu.idp.store.JdbcNotices;
import org.xinfu.idp.store.JdbcPersons;

/** Telling people what happened to their accounts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NoticeSettings.class)
class NoticeParts {
  @Bean
  Notices notices(NoticeQueue queue, ContactCodes.Part part) {
    return new Notices(queue, part.clock());
  }

  @Bean
  NoticeQueue noticeQueue(JdbcClient jdbc, TransactionTemplate transaction, JdbcNotices.Part part) {
    return new JdbcNotices(jdbc, transaction, part);
  }

  /** Who sends them is made after the queue that it empties. */
  @Bean
  JdbcNotices.Part noticesPart(
      JdbcPersons.Part keys, ContactCodes.Part part, ObjectProvider<DeliverNotices> sender) {
    return new JdbcNotices.Part(keys, part.audit(), () -> sender.getObject().wake());
  }

  @Bean
  DeliverNotices deliverNotices(
      NoticeQueue queue, Messages messages, NoticeSettings settings, DeliverNotices.Part part) {
    return new DeliverNotices(queue, messages, settings, part);
  }

  @Bean
  DeliverNotices.Part deliverNoticesPart(
      ContactCodes.Part part, DeliverNotices.Link link, MeterRegistry meters) {
    return new DeliverNotices.Part(part.texts(), link, part.clock(), meters);
  }
}
