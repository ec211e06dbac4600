package org.xinfu.kit.backup;

/** Why a backup or a restore was not made, with the exit status (sysexits.h; 1 is a verdict). */
enum BackupRefusal {
  USAGE("usage", 64, "用法错误", "wrong usage"),
  FOREIGN("backup-foreign", 65, "不是本系统的备份", "not a backup of this installation"),
  DAMAGED("backup-damaged", 65, "备份已损坏或不完整", "the backup is damaged or not whole"),
  TOO_NEW("backup-too-new", 65, "备份来自更新的版本", "the backup is of a newer version"),
  NOT_FOUND("backup-not-found", 66, "没有找到备份", "there is no backup"),
  NO_INSTALLATION("no-installation", 66, "没有可备份的数据库", "there is no database of ours"),
  UNAVAILABLE("database-unavailable", 69, "数据库不可用", "a database does not answer"),
  NO_SPACE("no-space", 73, "空间不足", "there is not enough room"),
  IO_ERROR("io-error", 74, "读写失败", "reading or writing failed"),
  RUNNING("services-running", 75, "服务正在运行，请先停止", "services are running; stop them first"),
  UNDER_WAY("under-way", 75, "另一备份或恢复正在进行", "another backup or restore is under way"),
  CUT_OFF("restore-cut-off", 75, "恢复曾中断，请重新执行恢复", "a restore was cut off; run it again"),
  KEY_MISSING("key-missing", 78, "缺少密钥文件", "a key file is missing"),
  KEY_DIFFERS("key-differs", 78, "密钥文件不符", "a key file is another one"),
  LOG_ALTERED("log-altered", 1, "日志被改动", "the log was altered"),
  LOG_FORKED("log-forked", 1, "日志分叉", "the log forks");

  private final String code;
  private final int status;
  private final String zh;
  private final String en;

  BackupRefusal(String code, int status, String zh, String en) {
    this.code = code;
    this.status = status;
    this.zh = zh;
    this.en = en;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  /** In both languages, as all commands speak. */
  String text() {
    return en + " " + zh;
  }

  /** As an exception. */
  NotDone because(String detail) {
    return new NotDone(this, detail);
  }
}
