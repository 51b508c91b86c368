using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Publications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "official_figures",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    fund_id = table.Column<int>(type: "integer", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<string>(type: "text", nullable: false),
                    eur = table.Column<long>(type: "bigint", nullable: false),
                    unit_eur = table.Column<long>(type: "bigint", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    published_on = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_official_figures", x => x.id);
                    table.ForeignKey(
                        name: "FK_official_figures_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "publications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    fund = table.Column<string>(type: "text", nullable: false),
                    first_year = table.Column<int>(type: "integer", nullable: false),
                    last_year = table.Column<int>(type: "integer", nullable: false),
                    received_eur = table.Column<long>(type: "bigint", nullable: false),
                    is_received_rounded = table.Column<bool>(type: "boolean", nullable: false),
                    spent_eur = table.Column<long>(type: "bigint", nullable: false),
                    total_eur = table.Column<long>(type: "bigint", nullable: false),
                    closing_eur = table.Column<long>(type: "bigint", nullable: false),
                    step_eur = table.Column<long>(type: "bigint", nullable: false),
                    is_official = table.Column<bool>(type: "boolean", nullable: false),
                    published_on = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "publication_audits",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    fund_id = table.Column<int>(type: "integer", nullable: false),
                    publication = table.Column<long>(type: "bigint", nullable: false),
                    request = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    known_seq = table.Column<long>(type: "bigint", nullable: false),
                    result = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publication_audits", x => x.id);
                    table.ForeignKey(
                        name: "FK_publication_audits_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_publication_audits_publications_publication",
                        column: x => x.publication,
                        principalTable: "publications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_official_figures_fund_id",
                table: "official_figures",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_publication_audits_fund_id",
                table: "publication_audits",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_publication_audits_publication",
                table: "publication_audits",
                column: "publication");

            migrationBuilder.CreateIndex(
                name: "IX_publications_fund_first_year",
                table: "publications",
                columns: new[] { "fund", "first_year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_publications_fund_last_year",
                table: "publications",
                columns: new[] { "fund", "last_year" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "official_figures");

            migrationBuilder.DropTable(
                name: "publication_audits");

            migrationBuilder.DropTable(
                name: "publications");
        }
    }
}
