using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Access;

/// <summary>Stands before every page and endpoint: asks <see cref="AccessTable"/>, then whether the thing named in the address is within
/// reach, and audits what has to be. What is hidden looks like what is not there.</summary>
public sealed partial class Gate(RequestDelegate next, LedgerReads reads, AuditLog audit, ILogger<Gate> log)
{
    public async Task InvokeAsync(HttpContext context, CurrentActor actor)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }
        if (RuleOf(endpoint, context.Request.Method) is not { } rule)
        {
            // Routing itself answers for a method or a kind of body that an endpoint does not take: programs are told so.
            if (endpoint is not RouteEndpoint && actor.Session is not null && context.Request.Path.StartsWithSegments("/api"))
            {
                await next(context);
                return;
            }
            if (endpoint is RouteEndpoint) HasNoRule(log, endpoint.DisplayName ?? "?");
            NotThere(context);
            return;
        }
        if (!AccessTable.IsAnyones(rule.Operation) && !await LetInAsync(context, actor, rule)) return;
        await next(context);
    }

    /// <summary>The rule of an endpoint for a method: the one that names it, else the one that names none.</summary>
    public static NeedsAttribute? RuleOf(Endpoint endpoint, string method)
    {
        var asked = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
        var rules = endpoint.Metadata.GetOrderedMetadata<NeedsAttribute>();
        return rules.FirstOrDefault(rule => rule.Method == asked) ?? rules.FirstOrDefault(rule => rule.Method is null);
    }

    private async Task<bool> LetInAsync(HttpContext context, CurrentActor actor, NeedsAttribute rule)
    {
        if (actor.Session is not { } session) return Challenge(context);
        if (session.LacksSecondFactor && rule.Operation != Operation.OwnAccount) return Lead(context, "/account/second-factor");
        // Said of the token alone and before anything is looked up: the same answer for what is there and what is not.
        if (!AllowsMethod(session, context.Request.Method))
        {
            await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.Refused, Described(context), "read_only_token"),
                context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return false;
        }
        var reach = actor.Reach(rule.Operation);
        if (reach.IsNothing)
        {
            await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.Refused, Described(context), "no_right"), context.RequestAborted);
            return NotThere(context);
        }
        // From here on the books show what the roles are for that let this request in.
        context.Features.Set(new OperationHere(rule.Operation));
        var found = await FindAsync(rule, context);
        if (found is { IsThere: false } || (found is not null && !IsWithin(reach, found)))
        {
            // Hidden and absent things leave the same audit row: writing it takes time, and the time must not tell them apart.
            await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.Refused, Described(context), "not_within_reach"),
                context.RequestAborted);
            return NotThere(context);
        }
        if (AccessTable.NeedFreshSignIn.Contains(rule.Operation) && session.Scopes is null && !actor.IsFresh)
            return Lead(context, "/account/confirm");
        if (await IsAuditedReadAsync(rule, found, context))
            await audit.NoteAsync(
                new AuditNote(actor.Actor, IsDownload(context.Request) ? AuditAct.Downloaded : AuditAct.Read, Described(context)),
                context.RequestAborted);
        return true;
    }

    private static bool IsWithin(Reach reach, Found found) =>
        (found.Donor is null || reach.Covers(found.Donor)) && (found.Fund is null || reach.Covers(found.Fund));

    private static bool AllowsMethod(OpenSession session, string method) =>
        session.Scopes is not { } scopes || scopes.Contains("write")
            || (scopes.Contains("read") && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)));

    /// <summary>What the route's value names; null when the rule names no subject.</summary>
    private async Task<Found?> FindAsync(NeedsAttribute rule, HttpContext context)
    {
        if (rule.Subject == Subject.None) return null;
        var value = Convert.ToString(context.Request.RouteValues[rule.By], CultureInfo.InvariantCulture) ?? "";
        await using var connection = await reads.OpenAsync(context.RequestAborted);
        var catalog = await reads.CatalogAsync(connection, context.RequestAborted);
        if (rule.Subject == Subject.Fund) return new Found(catalog.Fund(value) is not null, null, catalog.Fund(value));
        if (rule.Subject == Subject.Donor)
        {
            var code = Path.GetExtension(value) is ".pdf" or ".json" ? Path.GetFileNameWithoutExtension(value) : value;
            return new Found(catalog.HasDonor(code), code, null);
        }
        if (LedgerRules.BrokenText(value) is not null) return new Found(false, null, null);
        var (question, parameter) = rule.Subject switch
        {
            Subject.Pledge => ("SELECT donor, NULL FROM pledges WHERE code = @value", (object)value),
            Subject.Agreement => ("SELECT donor, NULL FROM agreements WHERE code = @value", value),
            Subject.Offer => ("SELECT donor, NULL FROM gift_offers WHERE code = @value", value),
            Subject.Receipt => ("SELECT donor, NULL FROM receipts WHERE code = @value", value),
            Subject.Request => ("SELECT NULL, fund_id FROM visit_requests WHERE code = @value", value),
            Subject.Approval => ("SELECT NULL, NULL FROM signing_requests WHERE CAST(id AS TEXT) = @value", value),
            Subject.Commitment => ("SELECT NULL, fund_id FROM commitments WHERE code = @value", value),
            Subject.Payment => ("SELECT NULL, fund_id FROM payments WHERE code = @value", value),
            Subject.Payee => ("SELECT NULL, MAX(fund_id) FROM payees WHERE payee = @value GROUP BY payee", value),
            Subject.Batch => ("SELECT NULL, fund_id FROM payment_batches WHERE code = @value", value),
            Subject.Entry =>
                ("SELECT NULL, fund_id FROM entries WHERE seq = @value",
                    long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : 0L),
            _ => throw new InvalidOperationException($"No question finds a {rule.Subject}."),
        };
        var rows = await connection.Command(null, question, ("@value", parameter))
            .RowsAsync(row => new Found(true, row.TextOrNull(0), row.IsDBNull(1) ? null : catalog.FundById(row.GetInt32(1))),
                context.RequestAborted);
        return rows is [var found] ? found : new Found(false, null, null);
    }

    /// <summary>Every read of protected records and of a donor's documents. A list counts unless the address limits it to a fund that is
    /// not protected.</summary>
    private async Task<bool> IsAuditedReadAsync(NeedsAttribute rule, Found? found, HttpContext context)
    {
        if (rule.Operation == Operation.ReadStatements) return true;
        if (found?.Fund is { } fund) return Disclosure.For(Reader.Inside, fund).IsAudited;
        if (rule.Operation is not (Operation.ReadJournal or Operation.ReadCommitments or Operation.ReadAccounts or Operation.ReadBank
            or Operation.ReadReceipts)) return IsDownload(context.Request) && rule.Operation is not Operation.OwnAccount;
        var catalog = await reads.CatalogAsync(context.RequestAborted);
        var only = catalog.Fund(context.Request.Query["fund"].ToString());
        return only is null || Disclosure.For(Reader.Inside, only).IsAudited;
    }

    private static bool IsDownload(HttpRequest request) =>
        request.Query["handler"].ToString() is "csv" or "pdf" || Path.GetExtension(request.Path.Value) is ".pdf" or ".json" or ".csv";

    private static string Described(HttpContext context) => $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";

    private static bool Challenge(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return false;
        }
        return Lead(context, "/sign-in");
    }

    // What was typed into a form that was sent too late is lost; its address is not.
    private static bool Lead(HttpContext context, string path)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return false;
        }
        context.Response.Redirect(path + QueryString.Create("back", HttpMethods.IsGet(context.Request.Method)
            ? context.Request.Path + context.Request.QueryString : context.Request.Path.ToString()));
        return false;
    }

    private static bool NotThere(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return false;
    }

    private sealed record Found(bool IsThere, string? Donor, Fund? Fund);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Endpoint} says nothing of which operation it is and is served to nobody")]
    private static partial void HasNoRule(ILogger log, string endpoint);
}
