using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Banking : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bank_accounts",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<int>(type: "integer", nullable: false),
                    opening_minor = table.Column<long>(type: "bigint", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_accounts", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "bank_lines",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    statement_id = table.Column<long>(type: "bigint", nullable: false),
                    bank_account = table.Column<string>(type: "text", nullable: true),
                    identity = table.Column<byte[]>(type: "bytea", nullable: true),
                    content_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    occurrence = table.Column<int>(type: "integer", nullable: false),
                    booked_on = table.Column<int>(type: "integer", nullable: false),
                    valued_on = table.Column<int>(type: "integer", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    bank_reference = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    party_name = table.Column<string>(type: "text", nullable: false),
                    party_account = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    raw = table.Column<string>(type: "text", nullable: false),
                    at_line = table.Column<int>(type: "integer", nullable: false),
                    treatment = table.Column<string>(type: "text", nullable: false),
                    entry_seq = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_lines", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_mappings",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    layout = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_mappings", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "bank_matches",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    group_key = table.Column<string>(type: "text", nullable: false),
                    line_id = table.Column<long>(type: "bigint", nullable: false),
                    entry_seq = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_matches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_rules",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    bank_account = table.Column<string>(type: "text", nullable: false),
                    party_account = table.Column<string>(type: "text", nullable: false),
                    donor = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_statements",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    bank_account = table.Column<string>(type: "text", nullable: true),
                    number = table.Column<string>(type: "text", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<string>(type: "text", nullable: false),
                    opened_on = table.Column<int>(type: "integer", nullable: true),
                    opening_minor = table.Column<long>(type: "bigint", nullable: true),
                    closed_on = table.Column<int>(type: "integer", nullable: true),
                    closing_minor = table.Column<long>(type: "bigint", nullable: true),
                    first_line = table.Column<long>(type: "bigint", nullable: false),
                    line_count = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    lines_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    faults = table.Column<string>(type: "text", nullable: false),
                    difference_minor = table.Column<long>(type: "bigint", nullable: true),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    at_line = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_statements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    bank_account = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<int>(type: "integer", nullable: false),
                    statement_id = table.Column<long>(type: "bigint", nullable: false),
                    through = table.Column<int>(type: "integer", nullable: false),
                    bank_minor = table.Column<long>(type: "bigint", nullable: false),
                    ledger_minor = table.Column<long>(type: "bigint", nullable: false),
                    outstanding_minor = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    second_actor_id = table.Column<string>(type: "text", nullable: true),
                    second_actor_name = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliations", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_bank_accounts_account_id",
                table: "bank_accounts",
                column: "account_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bank_accounts_number_currency",
                table: "bank_accounts",
                columns: new[] { "number", "currency" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bank_lines_bank_account_booked_on",
                table: "bank_lines",
                columns: new[] { "bank_account", "booked_on" });

            migrationBuilder.CreateIndex(
                name: "IX_bank_lines_entry_seq",
                table: "bank_lines",
                column: "entry_seq",
                filter: "entry_seq IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_bank_lines_identity",
                table: "bank_lines",
                column: "identity",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bank_lines_treatment",
                table: "bank_lines",
                column: "treatment",
                filter: "treatment IN ('open', 'unidentified')");

            migrationBuilder.CreateIndex(
                name: "IX_bank_matches_entry_seq",
                table: "bank_matches",
                column: "entry_seq");

            migrationBuilder.CreateIndex(
                name: "IX_bank_matches_group_key",
                table: "bank_matches",
                column: "group_key");

            migrationBuilder.CreateIndex(
                name: "IX_bank_matches_line_id",
                table: "bank_matches",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_bank_rules_bank_account_party_account",
                table: "bank_rules",
                columns: new[] { "bank_account", "party_account" });

            migrationBuilder.CreateIndex(
                name: "IX_bank_statements_bank_account_id",
                table: "bank_statements",
                columns: new[] { "bank_account", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_bank_statements_content_hash",
                table: "bank_statements",
                column: "content_hash");

            migrationBuilder.CreateIndex(
                name: "IX_reconciliations_account_id",
                table: "reconciliations",
                column: "account_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bank_accounts");

            migrationBuilder.DropTable(
                name: "bank_lines");

            migrationBuilder.DropTable(
                name: "bank_mappings");

            migrationBuilder.DropTable(
                name: "bank_matches");

            migrationBuilder.DropTable(
                name: "bank_rules");

            migrationBuilder.DropTable(
                name: "bank_statements");

            migrationBuilder.DropTable(
                name: "reconciliations");
        }
    }
}
