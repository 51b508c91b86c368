using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PaymentsRoad : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "payee_details",
                columns: table => new
                {
                    payee = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: false),
                    holder = table.Column<string>(type: "TEXT", nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: false),
                    account = table.Column<string>(type: "TEXT", nullable: false),
                    bic = table.Column<string>(type: "TEXT", nullable: true),
                    street = table.Column<string>(type: "TEXT", nullable: true),
                    building = table.Column<string>(type: "TEXT", nullable: true),
                    postcode = table.Column<string>(type: "TEXT", nullable: true),
                    town = table.Column<string>(type: "TEXT", nullable: true),
                    country = table.Column<string>(type: "TEXT", nullable: true),
                    bank_name = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payee_details", x => new { x.payee, x.version });
                });

            migrationBuilder.CreateTable(
                name: "payees",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    payee = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    mark = table.Column<byte[]>(type: "BLOB", nullable: false),
                    payable_from = table.Column<int>(type: "INTEGER", nullable: false),
                    verification = table.Column<string>(type: "TEXT", nullable: true),
                    verified_on = table.Column<int>(type: "INTEGER", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payees", x => x.id);
                    table.ForeignKey(
                        name: "FK_payees_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payment_batches",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    bank = table.Column<string>(type: "TEXT", nullable: false),
                    pay_on = table.Column<int>(type: "INTEGER", nullable: false),
                    payments = table.Column<int>(type: "INTEGER", nullable: false),
                    sum_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_batches", x => x.code);
                    table.ForeignKey(
                        name: "FK_payment_batches_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payment_rules",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    cooling_days = table.Column<int>(type: "INTEGER", nullable: false),
                    tolerance_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    signatories = table.Column<int>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_rules", x => x.id);
                    table.ForeignKey(
                        name: "FK_payment_rules_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payment_texts",
                columns: table => new
                {
                    payment = table.Column<string>(type: "TEXT", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_texts", x => x.payment);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    claim = table.Column<string>(type: "TEXT", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    commitment = table.Column<string>(type: "TEXT", nullable: false),
                    payee = table.Column<string>(type: "TEXT", nullable: false),
                    payee_version = table.Column<int>(type: "INTEGER", nullable: false),
                    bank = table.Column<string>(type: "TEXT", nullable: false),
                    amount_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    lines = table.Column<string>(type: "TEXT", nullable: false),
                    is_final = table.Column<bool>(type: "INTEGER", nullable: false),
                    rendered_on = table.Column<int>(type: "INTEGER", nullable: false),
                    pay_on = table.Column<int>(type: "INTEGER", nullable: false),
                    text_mark = table.Column<byte[]>(type: "BLOB", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payments", x => x.code);
                    table.ForeignKey(
                        name: "FK_payments_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payment_batch_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    batch = table.Column<string>(type: "TEXT", nullable: false),
                    payment = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_batch_items", x => x.id);
                    table.ForeignKey(
                        name: "FK_payment_batch_items_payment_batches_batch",
                        column: x => x.batch,
                        principalTable: "payment_batches",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_payment_batch_items_payments_payment",
                        column: x => x.payment,
                        principalTable: "payments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "payment_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    payment = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    happened_on = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    entry_seq = table.Column<long>(type: "INTEGER", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payment_events", x => x.id);
                    table.ForeignKey(
                        name: "FK_payment_events_payments_payment",
                        column: x => x.payment,
                        principalTable: "payments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_signing_requests_subject",
                table: "signing_requests",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "IX_postings_payment",
                table: "postings",
                column: "payment",
                filter: "payment IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_payees_fund_id",
                table: "payees",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_payees_payee_version",
                table: "payees",
                columns: new[] { "payee", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payment_batch_items_batch_payment",
                table: "payment_batch_items",
                columns: new[] { "batch", "payment" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payment_batch_items_payment",
                table: "payment_batch_items",
                column: "payment");

            migrationBuilder.CreateIndex(
                name: "IX_payment_batches_fund_id",
                table: "payment_batches",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_payment_events_entry_seq",
                table: "payment_events",
                column: "entry_seq");

            migrationBuilder.CreateIndex(
                name: "IX_payment_events_payment_kind",
                table: "payment_events",
                columns: new[] { "payment", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payment_rules_fund_id",
                table: "payment_rules",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_payments_claim_attempt",
                table: "payments",
                columns: new[] { "claim", "attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payments_commitment",
                table: "payments",
                column: "commitment");

            migrationBuilder.CreateIndex(
                name: "IX_payments_fund_id",
                table: "payments",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_payments_payee",
                table: "payments",
                column: "payee");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payee_details");

            migrationBuilder.DropTable(
                name: "payees");

            migrationBuilder.DropTable(
                name: "payment_batch_items");

            migrationBuilder.DropTable(
                name: "payment_events");

            migrationBuilder.DropTable(
                name: "payment_rules");

            migrationBuilder.DropTable(
                name: "payment_texts");

            migrationBuilder.DropTable(
                name: "payment_batches");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropIndex(
                name: "IX_signing_requests_subject",
                table: "signing_requests");

            migrationBuilder.DropIndex(
                name: "IX_postings_payment",
                table: "postings");
        }
    }
}
