using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MoneyIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agreements",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    donor = table.Column<string>(type: "text", nullable: false),
                    pledge = table.Column<string>(type: "text", nullable: false),
                    fund_id = table.Column<int>(type: "integer", nullable: false),
                    signed_on = table.Column<int>(type: "integer", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    rate_billionths = table.Column<long>(type: "bigint", nullable: false),
                    treatment = table.Column<string>(type: "text", nullable: false),
                    earmark = table.Column<string>(type: "text", nullable: true),
                    reporting = table.Column<string>(type: "text", nullable: true),
                    notice_days = table.Column<int>(type: "integer", nullable: true),
                    returns_balance = table.Column<bool>(type: "boolean", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    entry_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agreements", x => x.code);
                    table.ForeignKey(
                        name: "FK_agreements_pledges_pledge",
                        column: x => x.pledge,
                        principalTable: "pledges",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "approvals_asked",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    input = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    idempotency_key = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approvals_asked", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "donor_contacts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    donor = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    office = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_donor_contacts", x => x.id);
                    table.ForeignKey(
                        name: "FK_donor_contacts_donors_donor",
                        column: x => x.donor,
                        principalTable: "donors",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "donor_profiles",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    donor = table.Column<string>(type: "text", nullable: false),
                    parent = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: false),
                    is_confidential = table.Column<bool>(type: "boolean", nullable: false),
                    is_under_review = table.Column<bool>(type: "boolean", nullable: false),
                    review_reason = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_donor_profiles", x => x.id);
                    table.ForeignKey(
                        name: "FK_donor_profiles_donors_donor",
                        column: x => x.donor,
                        principalTable: "donors",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_donor_profiles_donors_parent",
                        column: x => x.parent,
                        principalTable: "donors",
                        principalColumn: "code");
                });

            migrationBuilder.CreateTable(
                name: "gift_offers",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    donor = table.Column<string>(type: "text", nullable: false),
                    fund_id = table.Column<int>(type: "integer", nullable: true),
                    offered_on = table.Column<int>(type: "integer", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    rate_billionths = table.Column<long>(type: "bigint", nullable: false),
                    description = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: true),
                    idempotency_key = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gift_offers", x => x.code);
                    table.ForeignKey(
                        name: "FK_gift_offers_donors_donor",
                        column: x => x.donor,
                        principalTable: "donors",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recognition_policies",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    standard = table.Column<string>(type: "text", nullable: false),
                    treatment = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recognition_policies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    donor = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<int>(type: "integer", nullable: false),
                    items = table.Column<string>(type: "text", nullable: false),
                    text_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminders", x => x.id);
                    table.ForeignKey(
                        name: "FK_reminders_donors_donor",
                        column: x => x.donor,
                        principalTable: "donors",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "instalment_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    agreement = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    date = table.Column<int>(type: "integer", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: true),
                    entry_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instalment_events", x => x.id);
                    table.ForeignKey(
                        name: "FK_instalment_events_agreements_agreement",
                        column: x => x.agreement,
                        principalTable: "agreements",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "instalments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    agreement = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<int>(type: "integer", nullable: false),
                    condition = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instalments", x => x.id);
                    table.ForeignKey(
                        name: "FK_instalments_agreements_agreement",
                        column: x => x.agreement,
                        principalTable: "agreements",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "approvals_decided",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    is_approved = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    entry_seq = table.Column<long>(type: "bigint", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approvals_decided", x => x.id);
                    table.ForeignKey(
                        name: "FK_approvals_decided_approvals_asked_id",
                        column: x => x.id,
                        principalTable: "approvals_asked",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gift_decisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    offer = table.Column<string>(type: "text", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: false),
                    date = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    pledge = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gift_decisions", x => x.id);
                    table.ForeignKey(
                        name: "FK_gift_decisions_gift_offers_offer",
                        column: x => x.offer,
                        principalTable: "gift_offers",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_agreements_pledge",
                table: "agreements",
                column: "pledge");

            migrationBuilder.CreateIndex(
                name: "IX_approvals_asked_idempotency_key",
                table: "approvals_asked",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_donor_contacts_donor",
                table: "donor_contacts",
                column: "donor");

            migrationBuilder.CreateIndex(
                name: "IX_donor_profiles_donor",
                table: "donor_profiles",
                column: "donor");

            migrationBuilder.CreateIndex(
                name: "IX_donor_profiles_parent",
                table: "donor_profiles",
                column: "parent");

            migrationBuilder.CreateIndex(
                name: "IX_gift_decisions_offer",
                table: "gift_decisions",
                column: "offer");

            migrationBuilder.CreateIndex(
                name: "IX_gift_offers_donor",
                table: "gift_offers",
                column: "donor");

            migrationBuilder.CreateIndex(
                name: "IX_gift_offers_idempotency_key",
                table: "gift_offers",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_instalment_events_agreement",
                table: "instalment_events",
                column: "agreement");

            migrationBuilder.CreateIndex(
                name: "IX_instalment_events_entry_seq",
                table: "instalment_events",
                column: "entry_seq");

            migrationBuilder.CreateIndex(
                name: "IX_instalments_agreement_number",
                table: "instalments",
                columns: new[] { "agreement", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reminders_donor",
                table: "reminders",
                column: "donor");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approvals_decided");

            migrationBuilder.DropTable(
                name: "donor_contacts");

            migrationBuilder.DropTable(
                name: "donor_profiles");

            migrationBuilder.DropTable(
                name: "gift_decisions");

            migrationBuilder.DropTable(
                name: "instalment_events");

            migrationBuilder.DropTable(
                name: "instalments");

            migrationBuilder.DropTable(
                name: "recognition_policies");

            migrationBuilder.DropTable(
                name: "reminders");

            migrationBuilder.DropTable(
                name: "approvals_asked");

            migrationBuilder.DropTable(
                name: "gift_offers");

            migrationBuilder.DropTable(
                name: "agreements");
        }
    }
}
