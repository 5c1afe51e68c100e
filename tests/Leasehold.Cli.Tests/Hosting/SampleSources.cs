namespace Leasehold.Cli.Tests.Hosting;

/// <summary>The texts of the sample code base.</summary>
internal static class SampleSources
{
    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
        </Project>
        """;

    public const string Checkout = """
        using System.Data.Common;

        namespace Shop;

        public sealed class Checkout(DbDataSource orders, HttpClient http)
        {
            public async Task PayAsync(CancellationToken cancellationToken)
            {
                await using var connection = await orders.OpenConnectionAsync(cancellationToken);
                await using var command = connection.CreateCommand();
                command.CommandText = "UPDATE orders SET status = 'paying'";
                await command.ExecuteNonQueryAsync(cancellationToken);
                await http.GetStringAsync("https://gateway.example/pay", cancellationToken);
            }
        }
        """;

    public static string SilencedRefund => Checkout.Replace("class Checkout", "class Refund", StringComparison.Ordinal)
        .Replace("        await http", "#pragma warning disable LH0001\n        await http", StringComparison.Ordinal);

    public static string Solution(params string[] projects) =>
        $"<Solution>\n{string.Concat(projects.Select(static path => $"  <Project Path=\"{path}\" />\n"))}</Solution>\n";
}
