namespace Leasehold.Demo.Page;

/// <summary>Where the page listens, and where it plays.</summary>
/// <param name="Url">Its address; port 0 for a free one.</param>
/// <param name="Services">Where the services are that it links to and its tour calls.</param>
/// <param name="Data">The folder for the files of a play.</param>
/// <param name="PlayTime">How long load arrives in a play.</param>
internal sealed record PageOptions(string Url, DemoAddresses Services, string Data, TimeSpan PlayTime)
{
    /// <summary>Long enough to see it, short enough to wait for it.</summary>
    public static TimeSpan UsualPlayTime { get; } = TimeSpan.FromSeconds(15);
}
