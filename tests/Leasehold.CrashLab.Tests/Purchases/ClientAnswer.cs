using System.Text.Json;

namespace Leasehold.CrashLab.Tests.Purchases;

/// <summary>What a client got for one request.</summary>
/// <param name="Status">The HTTP status; 0 when no answer came.</param>
/// <param name="Text">The body, or why there is none.</param>
internal sealed record ClientAnswer(int Status, string Text)
{
    /// <summary>Whether asking again may help: no answer, still open, or a fault of the service's.</summary>
    public bool IsOpen => Status is 0 or 202 or 429 or >= 500;

    /// <summary>The member of that name; null without one.</summary>
    public string? this[string member]
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;
        }
    }
}
