using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "books",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    ledger_id = table.Column<string>(type: "TEXT", nullable: false),
                    is_demo = table.Column<bool>(type: "INTEGER", nullable: false),
                    functional_currency = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_books", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "commitments",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    request = table.Column<string>(type: "TEXT", nullable: true),
                    amount_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    committed_on = table.Column<int>(type: "INTEGER", nullable: false),
                    expires_on = table.Column<int>(type: "INTEGER", nullable: true),
                    entry_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commitments", x => x.code);
                });

            // By hand: EF Core can express neither WITHOUT ROWID nor a deferred foreign key.
            migrationBuilder.Sql("""
                CREATE TABLE daily_totals (
                    account_id INTEGER NOT NULL REFERENCES accounts(id),
                    effective_date INTEGER NOT NULL,
                    currency TEXT NOT NULL,
                    debit_minor INTEGER NOT NULL,
                    credit_minor INTEGER NOT NULL,
                    debit_eur INTEGER NOT NULL,
                    credit_eur INTEGER NOT NULL,
                    PRIMARY KEY (account_id, effective_date, currency)
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "donors",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    is_synthetic = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_donors", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "entries",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: true),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    effective_date = table.Column<int>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    source_document = table.Column<string>(type: "TEXT", nullable: true),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: false),
                    input_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reverses_seq = table.Column<long>(type: "INTEGER", nullable: true),
                    leaf_index = table.Column<long>(type: "INTEGER", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_entries", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "funds",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name_en = table.Column<string>(type: "TEXT", nullable: false),
                    name_fr = table.Column<string>(type: "TEXT", nullable: false),
                    is_umbrella = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_funds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_state",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    last_seq = table.Column<long>(type: "INTEGER", nullable: false),
                    last_recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    catalog_version = table.Column<long>(type: "INTEGER", nullable: false),
                    log_size = table.Column<long>(type: "INTEGER", nullable: false),
                    log_root = table.Column<byte[]>(type: "BLOB", nullable: false),
                    log_peaks = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_state", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "log_heads",
                columns: table => new
                {
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    root = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", nullable: false),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_heads", x => x.size);
                });

            migrationBuilder.CreateTable(
                name: "log_keys",
                columns: table => new
                {
                    key_id = table.Column<string>(type: "TEXT", nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_keys", x => x.key_id);
                });

            migrationBuilder.CreateTable(
                name: "log_padding",
                columns: table => new
                {
                    first_leaf = table.Column<long>(type: "INTEGER", nullable: false),
                    leaf_count = table.Column<int>(type: "INTEGER", nullable: false),
                    seed = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_padding", x => x.first_leaf);
                });

            migrationBuilder.CreateTable(
                name: "log_tiles",
                columns: table => new
                {
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    tile_index = table.Column<long>(type: "INTEGER", nullable: false),
                    root = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_tiles", x => new { x.level, x.tile_index });
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true),
                    parked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_fault = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "period_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    closed_through = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    second_actor_id = table.Column<string>(type: "TEXT", nullable: true),
                    second_actor_name = table.Column<string>(type: "TEXT", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_period_events", x => x.id);
                });

            // By hand: EF Core can express neither WITHOUT ROWID nor a deferred foreign key.
            migrationBuilder.Sql("""
                CREATE TABLE postings (
                    entry_seq INTEGER NOT NULL REFERENCES entries(seq) DEFERRABLE INITIALLY DEFERRED,
                    line INTEGER NOT NULL CHECK (line BETWEEN 1 AND 1000),
                    account_id INTEGER NOT NULL REFERENCES accounts(id),
                    effective_date INTEGER NOT NULL CHECK (effective_date BETWEEN 19980717 AND 21991231),
                    currency TEXT NOT NULL CHECK (length(currency) = 3),
                    amount_minor INTEGER NOT NULL CHECK (typeof(amount_minor) = 'integer'),
                    eur_minor INTEGER NOT NULL CHECK (typeof(eur_minor) = 'integer'),
                    donor TEXT REFERENCES donors(code),
                    pledge TEXT,
                    agreement TEXT,
                    request TEXT,
                    commitment TEXT,
                    payment TEXT,
                    PRIMARY KEY (entry_seq, line),
                    CHECK (currency <> 'EUR' OR amount_minor = eur_minor),
                    CHECK (amount_minor <> 0 OR eur_minor <> 0)
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "rates",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    date = table.Column<int>(type: "INTEGER", nullable: false),
                    billionths = table.Column<long>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rates", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "register_leaves",
                columns: table => new
                {
                    leaf_index = table.Column<long>(type: "INTEGER", nullable: false),
                    table_name = table.Column<string>(type: "TEXT", nullable: false),
                    row_key = table.Column<string>(type: "TEXT", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_leaves", x => x.leaf_index);
                });

            migrationBuilder.CreateTable(
                name: "visit_requests",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    detainee_code = table.Column<string>(type: "TEXT", nullable: false),
                    visitor_count = table.Column<int>(type: "INTEGER", nullable: false),
                    relation_classes = table.Column<string>(type: "TEXT", nullable: false),
                    window_from = table.Column<int>(type: "INTEGER", nullable: false),
                    window_to = table.Column<int>(type: "INTEGER", nullable: false),
                    asked_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    received_on = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_requests", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "pledges",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    donor = table.Column<string>(type: "TEXT", nullable: false),
                    announced_on = table.Column<int>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pledges", x => x.code);
                    table.ForeignKey(
                        name: "FK_pledges_donors_donor",
                        column: x => x.donor,
                        principalTable: "donors",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    donor = table.Column<string>(type: "TEXT", nullable: false),
                    pledge = table.Column<string>(type: "TEXT", nullable: true),
                    received_on = table.Column<int>(type: "INTEGER", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    eur_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    rate_billionths = table.Column<long>(type: "INTEGER", nullable: false),
                    rate_date = table.Column<int>(type: "INTEGER", nullable: false),
                    rate_source = table.Column<string>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    entry_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_receipts", x => x.code);
                    table.ForeignKey(
                        name: "FK_receipts_donors_donor",
                        column: x => x.donor,
                        principalTable: "donors",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name_en = table.Column<string>(type: "TEXT", nullable: false),
                    name_fr = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                    table.ForeignKey(
                        name: "FK_accounts_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "fund_settings",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    valid_from = table.Column<int>(type: "INTEGER", nullable: false),
                    is_protected = table.Column<bool>(type: "INTEGER", nullable: false),
                    smallest_useful_commitment = table.Column<long>(type: "INTEGER", nullable: false),
                    continuing_support_reserve = table.Column<long>(type: "INTEGER", nullable: false),
                    lead_time_months = table.Column<int>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fund_settings", x => x.id);
                    table.ForeignKey(
                        name: "FK_fund_settings_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pledge_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    pledge = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    date = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_minor = table.Column<long>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: true),
                    purpose = table.Column<string>(type: "TEXT", nullable: true),
                    expected_on = table.Column<int>(type: "INTEGER", nullable: true),
                    entry_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pledge_events", x => x.id);
                    table.ForeignKey(
                        name: "FK_pledge_events_pledges_pledge",
                        column: x => x.pledge,
                        principalTable: "pledges",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_accounts_fund_id_code",
                table: "accounts",
                columns: new[] { "fund_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_entries_fund_id_effective_date",
                table: "entries",
                columns: new[] { "fund_id", "effective_date" });

            migrationBuilder.CreateIndex(
                name: "IX_entries_id",
                table: "entries",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_entries_idempotency_key",
                table: "entries",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_entries_reverses_seq",
                table: "entries",
                column: "reverses_seq",
                unique: true,
                filter: "reverses_seq IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_fund_settings_fund_id",
                table: "fund_settings",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_funds_code",
                table: "funds",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outbox_next_attempt_at",
                table: "outbox",
                column: "next_attempt_at",
                filter: "done_at IS NULL AND parked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_period_events_fund_id_id",
                table: "period_events",
                columns: new[] { "fund_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_pledge_events_pledge",
                table: "pledge_events",
                column: "pledge");

            migrationBuilder.CreateIndex(
                name: "IX_pledges_donor",
                table: "pledges",
                column: "donor");

            migrationBuilder.CreateIndex(
                name: "IX_postings_account_id_effective_date",
                table: "postings",
                columns: new[] { "account_id", "effective_date" });

            migrationBuilder.CreateIndex(
                name: "IX_postings_commitment",
                table: "postings",
                column: "commitment",
                filter: "commitment IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_postings_donor",
                table: "postings",
                column: "donor",
                filter: "donor IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_postings_pledge",
                table: "postings",
                column: "pledge",
                filter: "pledge IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_postings_request",
                table: "postings",
                column: "request",
                filter: "request IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_rates_currency_date",
                table: "rates",
                columns: new[] { "currency", "date" });

            migrationBuilder.CreateIndex(
                name: "IX_receipts_donor",
                table: "receipts",
                column: "donor");

            migrationBuilder.CreateIndex(
                name: "IX_register_leaves_table_name_row_key",
                table: "register_leaves",
                columns: new[] { "table_name", "row_key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "books");

            migrationBuilder.DropTable(
                name: "commitments");

            migrationBuilder.DropTable(
                name: "daily_totals");

            migrationBuilder.DropTable(
                name: "entries");

            migrationBuilder.DropTable(
                name: "fund_settings");

            migrationBuilder.DropTable(
                name: "ledger_state");

            migrationBuilder.DropTable(
                name: "log_heads");

            migrationBuilder.DropTable(
                name: "log_keys");

            migrationBuilder.DropTable(
                name: "log_padding");

            migrationBuilder.DropTable(
                name: "log_tiles");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "period_events");

            migrationBuilder.DropTable(
                name: "pledge_events");

            migrationBuilder.DropTable(
                name: "postings");

            migrationBuilder.DropTable(
                name: "rates");

            migrationBuilder.DropTable(
                name: "receipts");

            migrationBuilder.DropTable(
                name: "register_leaves");

            migrationBuilder.DropTable(
                name: "visit_requests");

            migrationBuilder.DropTable(
                name: "funds");

            migrationBuilder.DropTable(
                name: "pledges");

            migrationBuilder.DropTable(
                name: "donors");
        }
    }
}
