using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Proxies;

/// <summary>A private nginx or HAProxy on a free loopback port, before a web server on this machine.</summary>
public sealed class ReverseProxy : PrivateServer
{
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(20);

    private readonly ReverseProxyKind _kind;
    private readonly string _program;
    private readonly int _target;
    private readonly ReverseProxyOptions _options;

    private ReverseProxy(
        ReverseProxyKind kind, string program, int target, ServerFolder folder, ReverseProxyOptions options)
        : base(folder, options)
    {
        _kind = kind;
        _program = program;
        _target = target;
        _options = options;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", Port).Uri;

    /// <summary>They print nothing that tells: see <see cref="WaitUntilReadyAsync"/>.</summary>
    private protected override string ReadyLine => string.Empty;

    private protected override string PortTakenLine
        => _kind == ReverseProxyKind.Nginx ? base.PortTakenLine : "cannot bind socket";

    /// <summary>Why none can be started here; null when one can.</summary>
    public static string? MissingReason(ReverseProxyKind kind)
        => Executable.Find(ProgramOf(kind)) is null
            ? $"{kind} is not installed (Debian: apt-get install {ProgramOf(kind)})."
            : null;

    /// <summary>Starts one before a web server.</summary>
    /// <param name="kind">Which program.</param>
    /// <param name="targetPort">The web server's port on 127.0.0.1.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">The program is not installed, or does not start.</exception>
    public static async Task<ReverseProxy> StartNewAsync(
        ReverseProxyKind kind,
        int targetPort,
        ReverseProxyOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var program = Executable.Find(ProgramOf(kind)) ?? throw new InvalidOperationException(MissingReason(kind));
        options ??= new ReverseProxyOptions();
        var proxy = new ReverseProxy(kind, program, targetPort, ServerFolder.For("proxy", options), options);
        await proxy.FirstStartAsync(cancellationToken);
        return proxy;
    }

    private protected override async ValueTask<ChildProcessOptions> CommandAsync(CancellationToken cancellationToken)
    {
        var settings = Folder.File("proxy.conf");
        await File.WriteAllTextAsync(
            settings, _kind == ReverseProxyKind.Nginx ? NginxSettings() : HaProxySettings(), cancellationToken);
        await ServerUser.Nobody.GiveAsync(Folder.Path, cancellationToken);
        string[] arguments = _kind == ReverseProxyKind.Nginx
            ? ["-p", Folder.Path, "-c", settings, "-e", "stderr"]
            : ["-db", "-f", settings];
        return ServerUser.Nobody.Run(_program, arguments) with { WorkingDirectory = "/" };
    }

    private protected override async Task WaitUntilReadyAsync(
        ChildProcess process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(timeout);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, bounded.Token);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(AskInterval, bounded.Token);
            }
            catch (Exception problem) when (problem is SocketException || bounded.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new InvalidOperationException($"{_kind} does not answer on port {Port}: {Log}", problem);
            }
        }
    }

    private static string ProgramOf(ReverseProxyKind kind) => kind == ReverseProxyKind.Nginx ? "nginx" : "haproxy";

    // One process, so that its end is the end of all; bodies and headers of any size that a test may send.
    private string NginxSettings() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        daemon off;
        master_process off;
        pid {{Folder.File("proxy.pid")}};
        error_log stderr warn;
        events { worker_connections 512; }
        http {
          access_log off;
          client_max_body_size 0;
          large_client_header_buffers 4 64k;
          client_body_temp_path {{Folder.File("body")}};
          proxy_temp_path {{Folder.File("answer")}};
          fastcgi_temp_path {{Folder.File("fastcgi")}};
          uwsgi_temp_path {{Folder.File("uwsgi")}};
          scgi_temp_path {{Folder.File("scgi")}};
          server {
            listen 127.0.0.1:{{Port}};
            location / {
              proxy_pass http://127.0.0.1:{{_target}};
              {{(_options.TellsOfCaller ? "proxy_set_header X-Real-IP $remote_addr;" : "")}}
            }
          }
        }

        """);

    private string HaProxySettings() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        global
          tune.bufsize 65536
        defaults
          mode http
          timeout connect 10s
          timeout client 60s
          timeout server 60s
        frontend callers
          bind 127.0.0.1:{Port}
          {(_options.TellsOfCaller ? "option forwardfor" : "")}
          default_backend service
        backend service
          server one 127.0.0.1:{_target}

        """);
}
