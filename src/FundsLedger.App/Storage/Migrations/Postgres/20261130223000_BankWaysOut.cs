using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BankWaysOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bank_decisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    statement_id = table.Column<long>(type: "bigint", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: false),
                    bank_account = table.Column<string>(type: "text", nullable: true),
                    booked_as = table.Column<long>(type: "bigint", nullable: true),
                    request_id = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    second_actor_id = table.Column<string>(type: "text", nullable: false),
                    second_actor_name = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_numbers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    bank_account = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    from_on = table.Column<int>(type: "integer", nullable: false),
                    through_on = table.Column<int>(type: "integer", nullable: true),
                    is_withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_numbers", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_bank_decisions_statement_id",
                table: "bank_decisions",
                column: "statement_id");

            migrationBuilder.CreateIndex(
                name: "IX_bank_numbers_number",
                table: "bank_numbers",
                column: "number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bank_decisions");

            migrationBuilder.DropTable(
                name: "bank_numbers");
        }
    }
}
