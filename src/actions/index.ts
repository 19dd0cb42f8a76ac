/** The only list of actions. A new verb is one file and one line here. */

import { createAccount } from '#actions/account/create.ts'
import { smsOfAccount } from '#actions/account/sms.ts'
import type { Action } from '#actions/action.ts'
import { lookAtRevert, revertContact } from '#actions/contact/revert.ts'
import { acceptInvitation } from '#actions/invitation/accept.ts'
import { lookAtInvitation } from '#actions/invitation/look.ts'
import { answerLogin } from '#actions/login/answer.ts'
import { cancelLogin } from '#actions/login/cancel.ts'
import { challengeLogin } from '#actions/login/challenge.ts'
import { confirmEnrolment } from '#actions/login/confirm.ts'
import { currentLogin } from '#actions/login/current.ts'
import { enrolLogin } from '#actions/login/enrol.ts'
import { changePasswordInLogin } from '#actions/login/password.ts'
import { keepRecoveryCodes } from '#actions/login/recovery-codes.ts'
import { skipEnrolment } from '#actions/login/skip.ts'
import { startLogin } from '#actions/login/start.ts'
import { myActivity } from '#actions/me/activity.ts'
import { confirmFactor } from '#actions/me/confirm.ts'
import { proposeContact } from '#actions/me/contact-propose.ts'
import { proveContact } from '#actions/me/contact-prove.ts'
import { removeContact } from '#actions/me/contact-remove.ts'
import { resendContactCode } from '#actions/me/contact-resend.ts'
import { addFactor } from '#actions/me/enrol.ts'
import { myFactors } from '#actions/me/factors.ts'
import { changeOwnPassword } from '#actions/me/password.ts'
import { changeProfile } from '#actions/me/profile.ts'
import { keepOwnRecoveryCodes, makeRecoveryCodes } from '#actions/me/recovery-codes.ts'
import { removeOwnFactor } from '#actions/me/remove-factor.ts'
import { renameOwnFactor } from '#actions/me/rename-factor.ts'
import { showMe } from '#actions/me/show.ts'
import { chooseWay } from '#actions/me/way.ts'
import { beginReset } from '#actions/password-reset/begin.ts'
import { lookAtReset } from '#actions/password-reset/look.ts'
import { requestReset } from '#actions/password-reset/request.ts'
import { signOut, signOutEverywhere } from '#actions/session/end.ts'
import { endOneSession } from '#actions/session/end-one.ts'
import { listSessions } from '#actions/session/list.ts'
import { showSession } from '#actions/session/show.ts'
import { stepUp } from '#actions/session/step-up.ts'
import { claimSetUp, lookAtSetUp } from '#actions/set-up/claim.ts'
import { proposeContactFor } from '#actions/user/contact.ts'
import { inviteOperator, inviteUser } from '#actions/user/invite.ts'
import { resetTwoFactor } from '#actions/user/reset-two-factor.ts'

export const actions: readonly Action[] = [
  startLogin,
  currentLogin,
  challengeLogin,
  answerLogin,
  enrolLogin,
  confirmEnrolment,
  keepRecoveryCodes,
  changePasswordInLogin,
  skipEnrolment,
  cancelLogin,
  showSession,
  signOut,
  signOutEverywhere,
  stepUp,
  showMe,
  listSessions,
  endOneSession,
  myActivity,
  myFactors,
  addFactor,
  confirmFactor,
  renameOwnFactor,
  removeOwnFactor,
  chooseWay,
  changeProfile,
  makeRecoveryCodes,
  keepOwnRecoveryCodes,
  changeOwnPassword,
  proposeContact,
  resendContactCode,
  proveContact,
  removeContact,
  lookAtRevert,
  revertContact,
  proposeContactFor,
  lookAtInvitation,
  acceptInvitation,
  requestReset,
  lookAtReset,
  beginReset,
  lookAtSetUp,
  claimSetUp,
  createAccount,
  smsOfAccount,
  inviteUser,
  inviteOperator,
  resetTwoFactor,
]
