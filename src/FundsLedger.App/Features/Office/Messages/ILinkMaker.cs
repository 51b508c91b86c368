namespace FundsLedger.App.Features.Office.Messages;

/// <summary>Makes the link of a mail in the moment in which it is sent, so that it never waits in the outbox.</summary>
public interface ILinkMaker
{
    /// <summary>The path of a new link for somebody, or null when they may not have one, or not at this address.</summary>
    Task<string?> PathForAsync(string personId, string address, CancellationToken cancel);
}
