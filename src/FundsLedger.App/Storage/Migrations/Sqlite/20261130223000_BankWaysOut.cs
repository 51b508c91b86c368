using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
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
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    statement_id = table.Column<long>(type: "INTEGER", nullable: false),
                    decision = table.Column<string>(type: "TEXT", nullable: false),
                    bank_account = table.Column<string>(type: "TEXT", nullable: true),
                    booked_as = table.Column<long>(type: "INTEGER", nullable: true),
                    request_id = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    second_actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    second_actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_numbers",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    bank_account = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    from_on = table.Column<int>(type: "INTEGER", nullable: false),
                    through_on = table.Column<int>(type: "INTEGER", nullable: true),
                    is_withdrawn = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
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
