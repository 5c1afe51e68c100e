using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;
using Leasehold.Demo.Page.Playing;

namespace Leasehold.Demo.Page.Languages;

/// <summary>Everything the page says, in Korean.</summary>
internal sealed class KoreanPageWords : PageWords
{
    public static KoreanPageWords Instance { get; } = new();

    public override string Title => "Leasehold 데모";
    public override string NoScript => "이 페이지는 JavaScript로 실시간 갱신됩니다.";
    public override string ConnectionLost => "데모와 연결이 끊겼습니다. 지금 보이는 내용은 이전 상태이며, 다시 연결하는 중입니다 …";
    public override string Colours(string theme) => $"색상: {theme}";
    public override string ChangeColours(string theme) => $"색상: {theme}. 바꾸기.";
    public override string Dark => "어둡게";
    public override string Light => "밝게";
    public override string Automatic => "자동";

    public override string Services => "서비스";
    public override string PaymentService => "결제 서비스";
    public override string ImageService => "이미지 처리 서비스";
    public override string DashboardLink => "대시보드";
    public override string Reference => "API 문서";
    public override string Snapshot => "스냅샷";
    public override string Metrics => "메트릭";
    public override string Health => "상태";

    public override string BeforeAndAfter => "개선 전과 개선 후";
    public override string Lead
        => "두 서비스에 같은 부하가 들어옵니다. 왼쪽은 외부 API가 일하는 동안 커넥션을 점유하고, 오른쪽은 3-Stage로 처리합니다. 함수를 "
            + "고르고 시작한 뒤 풀을 지켜보십시오.";
    public override string Function => "함수";
    public override string TitleOf(FunctionPlan plan) => plan.Function switch
    {
        GuideFunction.Video => "영상 생성",
        GuideFunction.Upload => "이미지 업로드",
        GuideFunction.Song => "음악 백그라운드 작업",
        GuideFunction.Clip => "영상 백그라운드 작업",
        _ => "가사 백그라운드 작업",
    };

    public override string SummaryOf(FunctionPlan plan) => plan.Function switch
    {
        GuideFunction.Video => "요청이 3분 걸리는 API에 영상 렌더링을 맡기고, 영상 주소를 응답합니다.",
        GuideFunction.Upload => "요청이 20초 걸리는 회선으로 이미지를 Blob 저장소에 올립니다.",
        GuideFunction.Song => "작업이 음악을 주문하고, 완성됐는지 2분 동안 10초마다 확인합니다.",
        GuideFunction.Clip => "작업이 영상을 4분 동안 렌더링하고, 30초 동안 저장합니다.",
        _ => "작업이 한 절에 15초씩 네 절의 가사를 받아 저장합니다.",
    };

    public override string WrongWayOf(FunctionPlan plan) => plan.Function switch
    {
        GuideFunction.Video =>
            "요청이 커넥션을 열어 행을 넣고, 렌더링 API가 응답할 때까지 점유합니다. 영상 다섯 개가 동시에 들어오면 다른 요청은 데이터베이스를 쓸 수 없습니다.",
        GuideFunction.Upload =>
            "행을 먼저 넣고, 같은 행에 주소를 쓰려고 업로드하는 동안 커넥션을 점유합니다. 풀의 속도는 가장 느린 회선에 묶입니다.",
        GuideFunction.Song =>
            "작업이 API 풀의 커넥션을 점유한 채 확인하고 기다립니다. 음악 다섯 곡이면 행 하나를 읽으려던 요청도 타임아웃이 납니다.",
        GuideFunction.Clip => "이어지는 외부 호출 두 번 내내 API 풀의 커넥션 하나를 점유합니다.",
        _ => "호출 하나하나가 짧다고, 절을 저장하는 반복문 안에서 호출합니다. 짧은 호출 네 번이면 API 풀의 커넥션을 1분 점유합니다.",
    };

    public override string StagedWayOf(FunctionPlan plan) => plan.Function switch
    {
        GuideFunction.Video => "행을 커밋하고 커넥션을 반환한 뒤, 커넥션 없이 3분 동안 렌더링합니다. 짧은 두 번째 세션에 주소를 저장합니다.",
        GuideFunction.Upload => "pending으로 커밋하고, 커넥션 없이 업로드하고, 그다음에 주소를 저장합니다.",
        GuideFunction.Song =>
            "작업이 Background 풀에서 3-Stage로 돕니다. 확인하고 기다리는 동안 커넥션이 없고, 설령 점유하더라도 API에는 영향이 없습니다.",
        GuideFunction.Clip => "호출 두 번 모두 Stage 2입니다. 그동안 커넥션을 점유하지 않습니다. Background 풀, 3-Stage.",
        _ => "네 절을 커넥션 없이 먼저 모은 뒤, Background 풀의 짧은 세션 하나로 한 번에 저장합니다.",
    };

    public override string ScaleOf(FunctionPlan plan)
        => $"실제보다 {plan.TimeFactor}배 빠릅니다. 실제로 {Seconds(plan.RealCall)} 걸리는 호출이 여기서는 "
            + $"{Seconds(plan.Call)} 걸리고, {Seconds(plan.AcquireTimeout)} 안에 커넥션을 얻지 못하면 거절됩니다. 초당 시작 "
            + $"{plan.StartsPerSecond}건과 단순 조회 {FunctionPlan.ReadsPerSecond}건이 들어오고, 커넥션은 Api "
            + $"{FunctionPlan.ApiConnections}개, Background {FunctionPlan.BackgroundConnections}개입니다.";
    public override string StartBoth => "양쪽 시작";
    public override string Stop => "중지";
    public override string Progress => "진행";
    public override string WrongWayTitle => "개선 전: 호출 내내 점유";
    public override string StagedTitle => "개선 후: 3-Stage";
    public override string Running(FunctionPlan plan) => $"실행 중: {TitleOf(plan)} …";
    public override string Finished => "끝남";
    public override string Stopped => "중지됨";
    public override string Failed => "실행하지 못했습니다. 이유는 콘솔에 있습니다";
    public override string Ready => "준비됨";

    public override string InUseOf(int size) => $"/ {size} 사용 중";
    public override string Waiting => "대기";
    public override string GotNone => "제때 얻지 못함";
    public override string BackgroundOf(int size) => $"/ {size} Background";
    public override string ApiInUse => "사용 중인 Api 커넥션";
    public override string CallersWaiting => "커넥션을 기다리는 호출자";
    public override string NowAndMost(string label, int now, int most) => $"{label}: 지금 {now}, 최대 {most}.";
    public override string Nothing(string label) => $"{label}: 아직 없음.";
    public override string Completed => "완료";
    public override string FailedRow => "실패";
    public override string Of(int part, int all) => $"{all}건 중 {part}건";
    public override string AcceptedToDone => "접수부터 완료까지, p50 / p95";
    public override string Answer => "응답, p50 / p95";
    public override string ReadsFailed => "단순 조회 실패";
    public override string ReadsTook => "단순 조회, p50 / p99";
    public override string HeldMean => "커넥션 점유 시간, 평균";
    public override string MostCalls => "동시 외부 호출 최댓값";
    public override string WhoHolds => "커넥션 점유자";
    public override string CallTo(string? host) => $"외부 호출: {host}";
    public override string OwnCode => "호출 사이, 또는 데이터베이스";

    public override string OfWrongWay(Play play)
    {
        var (view, plan) = (play.WrongWay.Latest, play.Plan);
        var figures = view.Figures;
        if (view.Phase == SidePhase.Ended)
        {
            return $"{figures.Sent}건 중 {figures.Works.Completed}건이 완료됐습니다. 한 건이 커넥션 "
                + $"{FunctionPlan.ApiConnections}개 중 하나를 {plan.Call.TotalSeconds:0.0} s 동안 점유하므로, 데이터베이스가 아무리 "
                + $"빨라도 이 풀의 한계는 초당 {plan.HeldCeiling:0.0}건입니다. {plan.AcquireTimeout.TotalSeconds:0} s 안에 커넥션이 "
                + $"반환되지 않은 경우가 {figures.Exhaustions}번이었고, 단순 조회 {figures.Reads.Ended}건 중 "
                + $"{figures.Reads.Failures}건이 함께 실패했습니다.";
        }

        return view.Holders is [var oldest, ..] && view.Moments is [.., { ApiWaiting: > 0 } now]
            ? $"외부를 기다리는 호출이 커넥션 {now.ApiInUse}개를 점유하고 있고(가장 오래된 것은 "
                + $"{oldest.HeldFor.TotalSeconds:0.0} s), 그 뒤에서 요청과 작업 {now.ApiWaiting}건이 기다립니다."
            : "커넥션을 획득해 외부 호출 내내 점유합니다.";
    }

    public override string OfStaged(Play play)
    {
        var view = play.Staged.Latest;
        var figures = view.Figures;
        return view.Phase == SidePhase.Ended
            ? $"{figures.Sent}건 중 {figures.Works.Completed}건이 완료됐습니다. 동시에 사용한 API 풀 커넥션은 최대 "
                + $"{figures.PeakApi}개, 외부 호출은 최대 {figures.PeakCalls}건입니다. 커넥션 점유 시간은 평균 "
                + $"{figures.MeanHoldMs:0.0} ms이고, 단순 조회 {figures.Reads.Ended}건 중 {figures.Reads.Failures}건이 "
                + "실패했습니다."
            : "호출 전에 행을 커밋합니다. 호출하는 동안에는 고갈될 커넥션이 없습니다.";
    }
}
