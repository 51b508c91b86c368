using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
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
                    id = table.Column<long>(type: "bigint", nullable: false),
                    line_id = table.Column<long>(type: "bigint", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_line_marks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "support_shares",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    agreement = table.Column<string>(type: "text", nullable: false),
                    hundredths = table.Column<int>(type: "integer", nullable: false),
                    from_day = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
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
