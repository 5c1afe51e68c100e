namespace Leasehold.AspNetCore;

/// <summary>One finding in the diagnosis; the meaning of each member is <see cref="DiagnosisFinding"/>'s.</summary>
internal sealed record FindingDocument(
    string Kind, string What, SessionDocument? Who, double ForMs, int Waiting, string Action, string? Command)
{
    public static FindingDocument Of(DiagnosisFinding finding) => new(
        SnakeCase.Of(finding.Kind),
        finding.What,
        finding.Who is null ? null : SessionDocument.Of(finding.Who),
        Math.Round(finding.For.TotalMilliseconds, 1),
        finding.Waiting,
        finding.Action,
        finding.Command);
}
