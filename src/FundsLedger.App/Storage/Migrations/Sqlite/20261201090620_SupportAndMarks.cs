using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SupportAndMarks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "line_marks",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    line_id = table.Column<long>(type: "INTEGER", nullable: false),
                    mark = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_marks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "support_shares",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    agreement = table.Column<string>(type: "TEXT", nullable: false),
                    hundredths = table.Column<int>(type: "INTEGER", nullable: false),
                    from_day = table.Column<int>(type: "INTEGER", nullable: false),
                    reference = table.Column<string>(type: "TEXT", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_support_shares", x => x.id);
                    table.ForeignKey(
                        name: "FK_support_shares_agreements_agreement",
                        column: x => x.agreement,
                        principalTable: "agreements",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_line_marks_line_id",
                table: "line_marks",
                column: "line_id");

            migrationBuilder.CreateIndex(
                name: "IX_support_shares_agreement_from_day",
                table: "support_shares",
                columns: new[] { "agreement", "from_day" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "line_marks");

            migrationBuilder.DropTable(
                name: "support_shares");
        }
    }
}
