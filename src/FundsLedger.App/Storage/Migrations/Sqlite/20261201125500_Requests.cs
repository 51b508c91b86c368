using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FundsLedger.App.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Requests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "queue_orders",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    keys = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queue_orders", x => x.id);
                    table.ForeignKey(
                        name: "FK_queue_orders_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "visit_costs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    unit_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    from_day = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_costs", x => x.id);
                    table.ForeignKey(
                        name: "FK_visit_costs_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "contribution_orders",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    fund_id = table.Column<int>(type: "INTEGER", nullable: false),
                    request = table.Column<string>(type: "TEXT", nullable: false),
                    amount_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    ordered_on = table.Column<int>(type: "INTEGER", nullable: false),
                    instalments = table.Column<int>(type: "INTEGER", nullable: false),
                    first_due_on = table.Column<int>(type: "INTEGER", nullable: false),
                    legal_reference = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    entry_seq = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    second_actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    second_actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contribution_orders", x => x.code);
                    table.ForeignKey(
                        name: "FK_contribution_orders_funds_fund_id",
                        column: x => x.fund_id,
                        principalTable: "funds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_contribution_orders_visit_requests_request",
                        column: x => x.request,
                        principalTable: "visit_requests",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "request_costs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    request = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    cost = table.Column<long>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_request_costs", x => x.id);
                    table.ForeignKey(
                        name: "FK_request_costs_visit_costs_cost",
                        column: x => x.cost,
                        principalTable: "visit_costs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_request_costs_visit_requests_request",
                        column: x => x.request,
                        principalTable: "visit_requests",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "request_decisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    request = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    amount_eur = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_on = table.Column<int>(type: "INTEGER", nullable: false),
                    legal_reference = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    commitment = table.Column<string>(type: "TEXT", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    second_actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    second_actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_request_decisions", x => x.id);
                    table.ForeignKey(
                        name: "FK_request_decisions_visit_requests_request",
                        column: x => x.request,
                        principalTable: "visit_requests",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "request_findings",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    request = table.Column<string>(type: "TEXT", nullable: false),
                    visitor = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    holds = table.Column<bool>(type: "INTEGER", nullable: false),
                    found_on = table.Column<int>(type: "INTEGER", nullable: false),
                    legal_reference = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_request_findings", x => x.id);
                    table.ForeignKey(
                        name: "FK_request_findings_visit_requests_request",
                        column: x => x.request,
                        principalTable: "visit_requests",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_contribution_orders_fund_id",
                table: "contribution_orders",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_contribution_orders_request",
                table: "contribution_orders",
                column: "request");

            migrationBuilder.CreateIndex(
                name: "IX_queue_orders_fund_id",
                table: "queue_orders",
                column: "fund_id");

            migrationBuilder.CreateIndex(
                name: "IX_request_costs_cost",
                table: "request_costs",
                column: "cost");

            migrationBuilder.CreateIndex(
                name: "IX_request_costs_request_number",
                table: "request_costs",
                columns: new[] { "request", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_request_decisions_request_version",
                table: "request_decisions",
                columns: new[] { "request", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_request_findings_request_visitor_version",
                table: "request_findings",
                columns: new[] { "request", "visitor", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_visit_costs_fund_id",
                table: "visit_costs",
                column: "fund_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contribution_orders");

            migrationBuilder.DropTable(
                name: "queue_orders");

            migrationBuilder.DropTable(
                name: "request_costs");

            migrationBuilder.DropTable(
                name: "request_decisions");

            migrationBuilder.DropTable(
                name: "request_findings");

            migrationBuilder.DropTable(
                name: "visit_costs");
        }
    }
}
