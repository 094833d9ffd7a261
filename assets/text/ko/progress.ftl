# What is said when a learner's work cannot be saved.

progress-full-disk = 디스크가 가득 차서 { $file } 파일을 저장하지 못했습니다. 계속 작업할 수 있습니다. 모두 메모리에 있으며 공간이 생기면 바로 저장합니다.
progress-read-only = { $file } 파일에 쓸 수 없어(읽기 전용이거나 소유자가 다름) 저장되는 것이 없습니다. 계속 작업할 수 있습니다. 작업을 남기려면 COFFERDAM_DATA를 쓸 수 있는 폴더로 지정하십시오.
progress-unsaved = { $file } 파일을 저장하지 못했습니다: { $error }. 계속 작업할 수 있습니다. 모두 메모리에 있으며 다시 시도합니다.
progress-newer = { $file }: 이 버전이 모르는 줄이 { $newer }개 있습니다(처음 읽지 못한 줄은 { $line }행). 더 새로운 cofferdam이 썼습니다. 지우지 않으며, 새 버전을 쓰면 다시 반영됩니다.
progress-torn = { $file }: 읽을 수 없는 줄이 { $broken }개 있습니다(처음은 { $line }행). 비정상 종료 뒤에 남은 것입니다. 지우지 않고 건너뛰며, 나머지는 모두 반영됩니다.
